@echo off
rem À lancer par le Planificateur de tâches, par exemple :
rem   schtasks /create /tn "Relances recouvre" /sc WEEKLY /d MON,TUE,WED,THU,FRI /st 07:30 /tr "C:\recouvre\relances.bat"
set RECOUVRE_CABINET=C:\Recouvre
"C:\recouvre\.venv\Scripts\recouvre.exe" relances --envoyer >> "C:\Recouvre\relances.log" 2>&1
exit /b %ERRORLEVEL%
