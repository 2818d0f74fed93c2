; The Windows set-up, for one person, without an administrator. Run by packaging/other_formats.py; by hand, on any system:
;   makensis -DVERSION=... -DBUNDLE=... -DICON=... -DOUT=... vmat2-desktop.nsi
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user
Name "VMAT2 Desktop"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\VMAT2 Desktop"
InstallDirRegKey HKCU "Software\VMAT2 Desktop" "InstallDir"
Icon "${ICON}"
UninstallIcon "${ICON}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "VMAT2 Desktop"
VIAddVersionKey "FileDescription" "VMAT2 Desktop, set-up"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The VMAT2 Desktop authors, MIT licence"

!define GONE "Software\Microsoft\Windows\CurrentVersion\Uninstall\VMAT2 Desktop"
!define CLASSES "Software\Classes"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section "VMAT2 Desktop"
  ; An older version goes first, so that none of its files stays.
  IfFileExists "$INSTDIR\uninstall.exe" 0 +2
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*.*"
  File "/oname=vmat2-desktop.ico" "${ICON}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\VMAT2 Desktop.lnk" "$INSTDIR\vmat2-desktop.exe" "" "$INSTDIR\vmat2-desktop.ico"
  WriteRegStr HKCU "Software\VMAT2 Desktop" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${CLASSES}\.vmat2" "" "VMAT2Desktop.Session"
  WriteRegStr HKCU "${CLASSES}\VMAT2Desktop.Session" "" "VMAT2 Desktop session"
  WriteRegStr HKCU "${CLASSES}\VMAT2Desktop.Session\DefaultIcon" "" "$INSTDIR\vmat2-desktop.ico"
  WriteRegStr HKCU "${CLASSES}\VMAT2Desktop.Session\shell\open\command" "" '"$INSTDIR\vmat2-desktop.exe" "%1"'
  WriteRegStr HKCU "${GONE}" "DisplayName" "VMAT2 Desktop"
  WriteRegStr HKCU "${GONE}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${GONE}" "DisplayIcon" "$INSTDIR\vmat2-desktop.ico"
  WriteRegStr HKCU "${GONE}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${GONE}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${GONE}" "NoModify" 1
  WriteRegDWORD HKCU "${GONE}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licenses"
  Delete "$INSTDIR\vmat2-desktop.exe"
  Delete "$INSTDIR\vmat2-desktop.ico"
  Delete "$INSTDIR\manifest.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\VMAT2 Desktop.lnk"
  DeleteRegKey HKCU "Software\VMAT2 Desktop"
  DeleteRegKey HKCU "${CLASSES}\.vmat2"
  DeleteRegKey HKCU "${CLASSES}\VMAT2Desktop.Session"
  DeleteRegKey HKCU "${GONE}"
SectionEnd
