@echo off
chcp 65001 >nul
rem Relances de recouvre : le Planificateur de tâches lance ce fichier, du lundi au vendredi à 8 h 00.
rem Chaque passage laisse une ligne, avec son code de retour, dans passages.log à la racine du cabinet.
set "RECOUVRE_AUTEUR=planificateur"
"C:\recouvre\.venv\Scripts\recouvre.exe" relances --envoyer --cabinet "C:\Recouvre" >> "C:\Recouvre\relances.log" 2>&1
exit /b %ERRORLEVEL%
