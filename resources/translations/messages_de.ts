<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>cmrstudio</name>
    <message>
        <source>{processor}, {count} cores</source>
        <translation>{processor}, {count} Kerne</translation>
    </message>
    <message>
        <source>Rests on contours that are not verified at {count} of {number} phases.</source>
        <translation>Beruht auf Konturen, die in {count} von {number} Phasen nicht bestätigt sind.</translation>
    </message>
    <message>
        <source>slice {slice} at phase {phase}</source>
        <translation>Schicht {slice} in Phase {phase}</translation>
    </message>
    <message>
        <source>{place}: removed since verified, verify the image</source>
        <translation>{place}: seit der Bestätigung entfernt, bitte das Bild bestätigen</translation>
    </message>
    <message>
        <source>{path}: {remark}. Verify it, then sign.</source>
        <translation>{path}: {remark}. Erst bestätigen, dann freigeben.</translation>
    </message>
    <message>
        <source>removed since verified, verify the image</source>
        <translation>seit der Bestätigung entfernt, bitte das Bild bestätigen</translation>
    </message>
    <message>
        <source>The last of {count} phases to carry contours to</source>
        <translation>Die letzte von {count} Phasen, auf die Konturen übertragen werden</translation>
    </message>
    <message>
        <source>The first of {count} phases to carry contours to</source>
        <translation>Die erste von {count} Phasen, auf die Konturen übertragen werden</translation>
    </message>
    <message>
        <source>  ·  {volume} ml</source>
        <translation>  ·  {volume} ml</translation>
    </message>
    <message>
        <source> (process {number} on {text})</source>
        <translation> (Prozess {number} auf {text})</translation>
    </message>
    <message>
        <source> (unlike here)</source>
        <translation> (anders als hier)</translation>
    </message>
    <message>
        <source> Left out for want of an epicardium: slice {slices}.</source>
        <translation> Mangels Epikards ausgelassen: Schicht {slices}.</translation>
    </message>
    <message>
        <source> Not a DICOM study: taken as seen from the apex.</source>
        <translation> Keine DICOM-Studie: als vom Apex gesehen angenommen.</translation>
    </message>
    <message>
        <source> The contours cross on slice {slices}, where the wall counts as 0.</source>
        <translation> Die Konturen kreuzen sich auf Schicht {slices}, wo die Wand als 0 zählt.</translation>
    </message>
    <message>
        <source> The others: {rest}.</source>
        <translation> Die anderen: {rest}.</translation>
    </message>
    <message>
        <source> They are {volumes}.</source>
        <translation> Das sind {volumes}.</translation>
    </message>
    <message>
        <source> This may be wrong: check that the cine plays smoothly.</source>
        <translation> Das kann falsch sein: prüfen, ob das Cine glatt läuft.</translation>
    </message>
    <message>
        <source> Without an image: {phases}.</source>
        <translation> Ohne Bild: {phases}.</translation>
    </message>
    <message>
        <source> by {names}</source>
        <translation> von {names}</translation>
    </message>
    <message>
        <source> that counts</source>
        <translation>, die zählt,</translation>
    </message>
    <message>
        <source> {images} with edited or verified contours kept as they were.</source>
        <translation> {images} mit bearbeiteten oder bestätigten Konturen blieben unverändert.</translation>
    </message>
    <message>
        <source> {phases} with edited or verified contours kept as they were.</source>
        <translation> {phases} mit bearbeiteten oder bestätigten Konturen blieben unverändert.</translation>
    </message>
    <message>
        <source>(none installed)</source>
        <translation>(keines installiert)</translation>
    </message>
    <message>
        <source>* See the warnings on these numbers.</source>
        <translation>* Siehe die Warnungen zu diesen Zahlen.</translation>
    </message>
    <message>
        <source>, acquired at {hour}:{minute}:{second}</source>
        <translation>, aufgenommen um {hour}:{minute}:{second}</translation>
    </message>
    <message>
        <source>, content {hash}</source>
        <translation>, Inhalt {hash}</translation>
    </message>
    <message>
        <source>, the last on {when}.</source>
        <translation>, das letzte am {when}.</translation>
    </message>
    <message>
        <source>, {count} subjects kept out of training</source>
        <translation>, {count} nicht trainierte Personen</translation>
    </message>
    <message>
        <source>0 frames came, and durations for {wanted}.</source>
        <translation>Es kamen 0 Bilder, und eine Dauer für {wanted}.</translation>
    </message>
    <message>
        <source>1 contour</source>
        <translation>1 Kontur</translation>
    </message>
    <message>
        <source>1 study imported, {unreadable} cannot be read: the work list says why</source>
        <translation>1 Studie importiert, {unreadable} nicht lesbar: die Arbeitsliste sagt, warum</translation>
    </message>
    <message>
        <source>64 hexadecimal digits</source>
        <translation>64 hexadezimale Ziffern</translation>
    </message>
    <message>
        <source>95 % of healthy {cohort} of the same sex</source>
        <translation>95 % gesunder {cohort} desselben Geschlechts</translation>
    </message>
    <message>
        <source>95 % of healthy {cohort} of the same sex, {convention}</source>
        <translation>95 % gesunder {cohort} desselben Geschlechts, {convention}</translation>
    </message>
    <message>
        <source>95 % of healthy {cohort} of the same sex, {convention} (unlike here)</source>
        <translation>95 % gesunder {cohort} desselben Geschlechts, {convention} (anders als hier)</translation>
    </message>
    <message>
        <source>: {diastole_ml} ml at end-diastole, {systole_ml} ml at end-systole</source>
        <translation>: {diastole_ml} ml in der Enddiastole, {systole_ml} ml in der Endsystole</translation>
    </message>
    <message>
        <source>; and {count} more</source>
        <translation>; und {count} weitere</translation>
    </message>
    <message>
        <source>; contours by {sources}.</source>
        <translation>; Konturen von {sources}.</translation>
    </message>
    <message>
        <source>A NIfTI file does not say which end is the base: slices are in its order.</source>
        <translation>Eine NIfTI-Datei sagt nicht, welches Ende die Basis ist: Die Schichten stehen in ihrer Reihenfolge.</translation>
    </message>
    <message>
        <source>A bull's-eye has 16 or 17 values, not {count}.</source>
        <translation>Ein Bull's-Eye hat 16 oder 17 Werte, nicht {count}.</translation>
    </message>
    <message>
        <source>A contour has at most {count} control points; delete one first.</source>
        <translation>Eine Kontur hat höchstens {count} Kontrollpunkte; zuerst einen löschen.</translation>
    </message>
    <message>
        <source>A contour keeps at least {count} control points; move this one instead.</source>
        <translation>Eine Kontur behält mindestens {count} Kontrollpunkte; diesen lieber verschieben.</translation>
    </message>
    <message>
        <source>A contour needs a line that encloses an area; draw it again.</source>
        <translation>Eine Kontur braucht eine Linie, die eine Fläche umschließt; neu zeichnen.</translation>
    </message>
    <message>
        <source>A contour needs at least 3 finite (column, row) points; {structure} has shape {shape}: draw it again.</source>
        <translation>Eine Kontur braucht mindestens 3 endliche Punkte (Spalte, Zeile); {structure} hat die Form {shape}: neu zeichnen.</translation>
    </message>
    <message>
        <source>A listener of the store failed</source>
        <translation>Ein Empfänger des Speichers schlug fehl</translation>
    </message>
    <message>
        <source>A measurement of a {kind} has a point that is not finite: measure again.</source>
        <translation>Eine Messung ({kind}) hat einen Punkt, der nicht endlich ist: neu messen.</translation>
    </message>
    <message>
        <source>A measurement of a {kind} needs {least} to {most} (column, row) points, not {shape}: measure again.</source>
        <translation>Eine Messung ({kind}) braucht {least} bis {most} Punkte (Spalte, Zeile), nicht {shape}: neu messen.</translation>
    </message>
    <message>
        <source>A movie needs at least one frame, and every frame a positive duration.</source>
        <translation>Ein Film braucht mindestens ein Bild, und jedes Bild eine positive Dauer.</translation>
    </message>
    <message>
        <source>A study could not be imported</source>
        <translation>Eine Studie konnte nicht importiert werden</translation>
    </message>
    <message>
        <source>A surface needs at least {least} rings, not {count}.</source>
        <translation>Eine Oberfläche braucht mindestens {least} Ringe, nicht {count}.</translation>
    </message>
    <message>
        <source>ACDC myo</source>
        <translation>ACDC Myo</translation>
    </message>
    <message>
        <source>Agreement slice by slice</source>
        <translation>Übereinstimmung je Schicht</translation>
    </message>
    <message>
        <source>All numbers as four tables: study, phases, slices, measurements by hand</source>
        <translation>Alle Zahlen als vier Tabellen: Studie, Phasen, Schichten, Messungen von Hand</translation>
    </message>
    <message>
        <source>All numbers as one workbook: study, phases, slices, measurements by hand</source>
        <translation>Alle Zahlen als eine Arbeitsmappe: Studie, Phasen, Schichten, Messungen von Hand</translation>
    </message>
    <message>
        <source>All readings of this study are revealed by {person}.</source>
        <translation>Alle Befundungen dieser Studie sind aufgedeckt von {person}.</translation>
    </message>
    <message>
        <source>Anterior</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>At least one slice is missing after {slices}: its share is taken from the neighbours.</source>
        <translation>Mindestens eine Schicht fehlt nach {slices}: Ihr Anteil wird von den Nachbarn genommen.</translation>
    </message>
    <message>
        <source>At least one slice is missing between slices {first} and {second}: they are {distance_mm} mm apart, the others {usual_mm} mm.</source>
        <translation>Mindestens eine Schicht fehlt zwischen den Schichten {first} und {second}: Sie liegen {distance_mm} mm auseinander, die anderen {usual_mm} mm.</translation>
    </message>
    <message>
        <source>Averages {names}; slower than one network, better at telling where it may be wrong.</source>
        <translation>Mittelt {names}; langsamer als ein Netz, erkennt besser, wo es falsch liegen kann.</translation>
    </message>
    <message>
        <source>Background work failed</source>
        <translation>Arbeit im Hintergrund schlug fehl</translation>
    </message>
    <message>
        <source>Basal slices</source>
        <translation>Basale Schichten</translation>
    </message>
    <message>
        <source>Basal slices count apical of the mitral plane</source>
        <translation>Basale Schichten zählen apikal der Mitralebene</translation>
    </message>
    <message>
        <source>Basal slices count apical of the mitral plane, at {diastole_mm} mm (end-diastole) and {systole_mm} mm (end-systole)</source>
        <translation>Basale Schichten zählen apikal der Mitralebene, bei {diastole_mm} mm (Enddiastole) und {systole_mm} mm (Endsystole)</translation>
    </message>
    <message>
        <source>Basal slices count where muscle surrounds at least {percent} % of the blood</source>
        <translation>Basale Schichten zählen, wo Muskel mindestens {percent} % des Blutes umgibt</translation>
    </message>
    <message>
        <source>Bland-Altman plot of {measure}</source>
        <translation>Bland-Altman-Diagramm von {measure}</translation>
    </message>
    <message>
        <source>Born on</source>
        <translation>Geboren am</translation>
    </message>
    <message>
        <source>Both: {numbers}</source>
        <translation>Beide: {numbers}</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Calipers and areas by hand, at the phase on which they were drawn last; grey values are mean ± SD.</source>
        <translation>Strecken und Flächen von Hand, auf der Phase, auf der sie zuletzt gezeichnet wurden; Grauwerte als Mittelwert ± SD.</translation>
    </message>
    <message>
        <source>Cancelled gesture</source>
        <translation>Abgebrochene Bearbeitung</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Cannot be used: {reason}</source>
        <translation>Kann nicht verwendet werden: {reason}</translation>
    </message>
    <message>
        <source>Cardiac MRI report</source>
        <translation>Herz-MRT-Befund</translation>
    </message>
    <message>
        <source>Cardiac output (CO)</source>
        <translation>Herzminutenvolumen (HMV)</translation>
    </message>
    <message>
        <source>Change basal rule</source>
        <translation>Basale Regel ändern</translation>
    </message>
    <message>
        <source>Change papillary muscles</source>
        <translation>Papillarmuskeln ändern</translation>
    </message>
    <message>
        <source>Change papillary threshold</source>
        <translation>Papillarschwelle ändern</translation>
    </message>
    <message>
        <source>Change share of circumference</source>
        <translation>Anteil des Umfangs ändern</translation>
    </message>
    <message>
        <source>Change who reads (Ctrl+Alt+R)</source>
        <translation>Wechseln, wer liest (Strg+Alt+R)</translation>
    </message>
    <message>
        <source>Chinese, Japanese and Korean characters are drawn with fonts of the program that shows this file. Where it has none they are missing: the HTML report shows them.</source>
        <translation>Chinesische, japanische und koreanische Schriftzeichen werden mit Schriften des Programms gezeichnet, das diese Datei zeigt. Wo es keine hat, fehlen sie: Der HTML-Bericht zeigt sie.</translation>
    </message>
    <message>
        <source>Choose two different readers.</source>
        <translation>Zwei verschiedene Leser wählen.</translation>
    </message>
    <message>
        <source>Close the line to draw a contour.</source>
        <translation>Die Linie schließen, um eine Kontur zu zeichnen.</translation>
    </message>
    <message>
        <source>Close the line to draw a new contour, or begin and end it on the contour to replace a part.</source>
        <translation>Die Linie schließen, um eine neue Kontur zu zeichnen, oder auf der Kontur beginnen und enden, um einen Teil zu ersetzen.</translation>
    </message>
    <message>
        <source>Conflict: {path} and {file} claim to be the same image but have other pixels; {shown} is shown. Ask for the study to be exported again.</source>
        <translation>Konflikt: {path} und {file} wollen dasselbe Bild sein, haben aber verschiedene Pixel; gezeigt wird {shown}. Die Studie neu exportieren lassen.</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Bildübersicht</translation>
    </message>
    <message>
        <source>Contours at end-diastole and end-systole</source>
        <translation>Konturen in Enddiastole und Endsystole</translation>
    </message>
    <message>
        <source>Contours by slice</source>
        <translation>Konturen je Schicht</translation>
    </message>
    <message>
        <source>Contours copied to {images}.{kept}</source>
        <translation>Konturen kopiert auf {images}.{kept}</translation>
    </message>
    <message>
        <source>Contours from a file</source>
        <translation>Konturen aus einer Datei</translation>
    </message>
    <message>
        <source>Contours interpolated on {slices}.</source>
        <translation>Konturen interpoliert auf {slices}.</translation>
    </message>
    <message>
        <source>Delete {measurement}</source>
        <translation>{measurement} löschen</translation>
    </message>
    <message>
        <source>Dice on {set}, {count} subjects kept out of training: {scores}</source>
        <translation>Dice auf {set}, {count} nicht trainierte Personen: {scores}</translation>
    </message>
    <message>
        <source>Dice on {set}{subjects}: {scores}</source>
        <translation>Dice auf {set}{subjects}: {scores}</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Strecke</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Drawn before the workspace was open</source>
        <translation>Gezeichnet, bevor der Arbeitsbereich offen war</translation>
    </message>
    <message>
        <source>Drawn on the image</source>
        <translation>Auf dem Bild gezeichnet</translation>
    </message>
    <message>
        <source>Du Bois</source>
        <translation>Du Bois</translation>
    </message>
    <message>
        <source>ED contours</source>
        <translation>ED-Konturen</translation>
    </message>
    <message>
        <source>ED endo</source>
        <translation>ED endo</translation>
    </message>
    <message>
        <source>ED epi</source>
        <translation>ED epi</translation>
    </message>
    <message>
        <source>EDV and ESV</source>
        <translation>EDV und ESV</translation>
    </message>
    <message>
        <source>EDV {edv}   ESV {esv}   EF {ef}   LV mass {mass}</source>
        <translation>EDV {edv}   ESV {esv}   EF {ef}   LV-Masse {mass}</translation>
    </message>
    <message>
        <source>EDV, SV and EF</source>
        <translation>EDV, SV und EF</translation>
    </message>
    <message>
        <source>EF off by {points} points</source>
        <translation>EF-Fehler {points} Prozentpunkte</translation>
    </message>
    <message>
        <source>ES contours</source>
        <translation>ES-Konturen</translation>
    </message>
    <message>
        <source>ES endo</source>
        <translation>ES endo</translation>
    </message>
    <message>
        <source>ES epi</source>
        <translation>ES epi</translation>
    </message>
    <message>
        <source>ESV, SV and EF</source>
        <translation>ESV, SV und EF</translation>
    </message>
    <message>
        <source>Edit {structure}</source>
        <translation>{structure} bearbeiten</translation>
    </message>
    <message>
        <source>Ejection and filling</source>
        <translation>Austreibung und Füllung</translation>
    </message>
    <message>
        <source>Ejection fraction (EF)</source>
        <translation>Ejektionsfraktion (EF)</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>End-diastole and end-systole are the same phase: set them in the menu Cine.</source>
        <translation>Enddiastole und Endsystole sind dieselbe Phase: setzen Sie sie im Menü Cine.</translation>
    </message>
    <message>
        <source>End-diastole is phase {diastole} ({source}), end-systole phase {systole} ({other_source}) of {count}.</source>
        <translation>Enddiastole ist Phase {diastole} ({source}), Endsystole Phase {systole} ({other_source}) von {count}.</translation>
    </message>
    <message>
        <source>End-diastolic volume (EDV)</source>
        <translation>Enddiastolisches Volumen (EDV)</translation>
    </message>
    <message>
        <source>End-systolic volume (ESV)</source>
        <translation>Endsystolisches Volumen (ESV)</translation>
    </message>
    <message>
        <source>Endocardium red, epicardium green; slices from base to apex, with their position along the long axis.</source>
        <translation>Endokard rot, Epikard grün; Schichten von der Basis zum Apex, mit ihrer Lage entlang der Längsachse.</translation>
    </message>
    <message>
        <source>Ensemble of 4</source>
        <translation>Ensemble aus 4</translation>
    </message>
    <message>
        <source>Ensemble of 4 {version}</source>
        <translation>Ensemble aus 4 {version}</translation>
    </message>
    <message>
        <source>Enter the patient's {what} to see normal ranges.</source>
        <translation>Für Normbereiche beim Patienten eingeben: {what}.</translation>
    </message>
    <message>
        <source>Epicardial minus endocardial volume at end-diastole, times {density} g/ml</source>
        <translation>Epikardiales minus endokardiales Volumen in der Enddiastole, mal {density} g/ml</translation>
    </message>
    <message>
        <source>Examined on</source>
        <translation>Untersucht am</translation>
    </message>
    <message>
        <source>Expand and contract</source>
        <translation>Erweitern und verengen</translation>
    </message>
    <message>
        <source>Expand and contract contours by (mm):</source>
        <translation>Konturen erweitern und verengen um (mm):</translation>
    </message>
    <message>
        <source>Export the agreement</source>
        <translation>Die Übereinstimmung ausgeben</translation>
    </message>
    <message>
        <source>Files that are not part of what was read: {counts}.</source>
        <translation>Dateien, die nicht zum Gelesenen gehören: {counts}.</translation>
    </message>
    <message>
        <source>First reader</source>
        <translation>Erster Leser</translation>
    </message>
    <message>
        <source>Frame {number} is {kind} {shape}, the first was {first}, 8-bit RGB.</source>
        <translation>Bild {number} ist {kind} {shape}, das erste war {first}, 8-Bit-RGB.</translation>
    </message>
    <message>
        <source>From now on everybody may compare all readings of the open study. This cannot be taken back: later sign-offs of it count as not blind.</source>
        <translation>Von nun an dürfen alle die Befundungen der offenen Studie vergleichen. Das lässt sich nicht zurücknehmen: Spätere Freigaben gelten als nicht verblindet.</translation>
    </message>
    <message>
        <source>From phase</source>
        <translation>Von Phase</translation>
    </message>
    <message>
        <source>Further values by segment</source>
        <translation>Weitere Werte je Segment</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Grey threshold of papillary muscles</source>
        <translation>Grauschwelle der Papillarmuskeln</translation>
    </message>
    <message>
        <source>Grey values</source>
        <translation>Grauwerte</translation>
    </message>
    <message>
        <source>Height and weight</source>
        <translation>Größe und Gewicht</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images are still being read.</source>
        <translation>Bilder werden noch gelesen.</translation>
    </message>
    <message>
        <source>Images at end-diastole and end-systole: {told}</source>
        <translation>Bilder in Enddiastole und Endsystole: {told}</translation>
    </message>
    <message>
        <source>Import all studies in a folder</source>
        <translation>Alle Studien eines Ordners importieren</translation>
    </message>
    <message>
        <source>Import cancelled; {done}.</source>
        <translation>Import abgebrochen; {done}.</translation>
    </message>
    <message>
        <source>Importing {path}</source>
        <translation>Importiere {path}</translation>
    </message>
    <message>
        <source>Indexed</source>
        <translation>Indiziert</translation>
    </message>
    <message>
        <source>Inferior</source>
        <translation>Inferior</translation>
    </message>
    <message>
        <source>L&amp;anguage</source>
        <translation>Spr&amp;ache</translation>
    </message>
    <message>
        <source>LV cavity {dice}</source>
        <translation>LV-Höhle {dice}</translation>
    </message>
    <message>
        <source>LV mass at end-diastole</source>
        <translation>LV-Masse (Enddiastole)</translation>
    </message>
    <message>
        <source>LV mass at end-diastole, papillary muscles left out</source>
        <translation>LV-Masse in der Enddiastole, ohne Papillarmuskeln</translation>
    </message>
    <message>
        <source>LV volume (ml)</source>
        <translation>LV-Volumen (ml)</translation>
    </message>
    <message>
        <source>LV volume over the cardiac cycle</source>
        <translation>LV-Volumen über den Herzzyklus</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>Sprache des Berichts</translation>
    </message>
    <message>
        <source>Lateral</source>
        <translation>Lateral</translation>
    </message>
    <message>
        <source>Least share of the circumference</source>
        <translation>Mindestanteil des Umfangs</translation>
    </message>
    <message>
        <source>Left ventricle</source>
        <translation>Linker Ventrikel</translation>
    </message>
    <message>
        <source>Left ventricular volumes, function and mass from short-axis cine images</source>
        <translation>Linksventrikuläre Volumina, Funktion und Masse aus Cine-Bildern der Kurzachse</translation>
    </message>
    <message>
        <source>Length or area</source>
        <translation>Länge oder Fläche</translation>
    </message>
    <message>
        <source>Licence: {licence}. Speed: {speed}.</source>
        <translation>Lizenz: {licence}. Geschwindigkeit: {speed}.</translation>
    </message>
    <message>
        <source>Loading images</source>
        <translation>Lade Bilder</translation>
    </message>
    <message>
        <source>Look at this: {reason}</source>
        <translation>Bitte ansehen: {reason}</translation>
    </message>
    <message>
        <source>Looking for studies in {path}</source>
        <translation>Suche Studien in {path}</translation>
    </message>
    <message>
        <source>Lowest quality at end-diastole and end-systole: {quality}, {verdict}
Mean: {mean}</source>
        <translation>Niedrigste Qualität in Enddiastole und Endsystole: {quality}, {verdict}
Mittel: {mean}</translation>
    </message>
    <message>
        <source>Made {when}</source>
        <translation>Erstellt {when}</translation>
    </message>
    <message>
        <source>Make convex</source>
        <translation>Konvex machen</translation>
    </message>
    <message>
        <source>Mean {measure} ({unit})</source>
        <translation>Mittel {measure} ({unit})</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messgröße</translation>
    </message>
    <message>
        <source>Measured on the images</source>
        <translation>Auf den Bildern gemessen</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Missing images</source>
        <translation>Fehlende Bilder</translation>
    </message>
    <message>
        <source>Mitral plane at {time}, position along the stack</source>
        <translation>Mitralebene in der {time}, Lage entlang des Stapels</translation>
    </message>
    <message>
        <source>Mitral plane of {time} at the slice on the screen</source>
        <translation>Mitralebene der {time} an der gezeigten Schicht</translation>
    </message>
    <message>
        <source>Model card {id}: members is {value}, but must be {wanted}. Mend the card, or install the model again.</source>
        <translation>Modellkarte {id}: members ist {value}, muss aber sein: {wanted}. Die Karte berichtigen oder das Modell neu installieren.</translation>
    </message>
    <message>
        <source>Model card {id}: {field} is {value}, but must be {wanted}. Mend the card, or install the model again.</source>
        <translation>Modellkarte {id}: {field} ist {value}, muss aber sein: {wanted}. Die Karte berichtigen oder das Modell neu installieren.</translation>
    </message>
    <message>
        <source>Model {id}</source>
        <translation>Modell {id}</translation>
    </message>
    <message>
        <source>Model {id}, version {version}</source>
        <translation>Modell {id}, Version {version}</translation>
    </message>
    <message>
        <source>More frames came than the {count} that have a duration.</source>
        <translation>Es kamen mehr Bilder als die {count}, die eine Dauer haben.</translation>
    </message>
    <message>
        <source>Mosteller</source>
        <translation>Mosteller</translation>
    </message>
    <message>
        <source>Move mitral plane</source>
        <translation>Mitralebene verschieben</translation>
    </message>
    <message>
        <source>No LV mass: no slice has both contours at end-diastole.</source>
        <translation>Keine LV-Masse: Keine Schicht hat in der Enddiastole beide Konturen.</translation>
    </message>
    <message>
        <source>No cardiac output: the heart rate is not known.</source>
        <translation>Kein Herzminutenvolumen: Die Herzfrequenz ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No ejection and filling rates: {reason}</source>
        <translation>Keine Auswurf- und Füllungsraten: {reason}</translation>
    </message>
    <message>
        <source>No endocardium at {time}: draw it or segment the study.</source>
        <translation>Kein Endokard in der {time}: zeichnen oder die Studie segmentieren.</translation>
    </message>
    <message>
        <source>No endocardium on {slices} at phase {phase}, where the mass counts all as muscle.</source>
        <translation>Kein Endokard auf {slices} in Phase {phase}: Dort zählt die Masse alles als Muskel.</translation>
    </message>
    <message>
        <source>No epicardium on {slices} at phase {phase}, which the mass leaves out.</source>
        <translation>Kein Epikard auf {slices} in Phase {phase}: Die Masse lässt das aus.</translation>
    </message>
    <message>
        <source>No header tells the time between phases: the cine plays at {rate} images a second.</source>
        <translation>Kein Dateikopf nennt die Zeit zwischen den Phasen: Das Cine läuft mit {rate} Bildern je Sekunde.</translation>
    </message>
    <message>
        <source>No normal ranges at this age: the source covers {number} to {count} years.</source>
        <translation>Keine Normalwerte für dieses Alter: Die Quelle umfasst {number} bis {count} Jahre.</translation>
    </message>
    <message>
        <source>No normal ranges at {age} years: the source covers ages {low} to {high}.</source>
        <translation>Keine Normbereiche mit {age} Jahren: Die Quelle umfasst das Alter von {low} bis {high} Jahren.</translation>
    </message>
    <message>
        <source>No normal ranges at {age} years: the source covers ages {span}.</source>
        <translation>Keine Normbereiche mit {age} Jahren: Die Quelle umfasst das Alter von {span} Jahren.</translation>
    </message>
    <message>
        <source>No normal ranges: the patient's sex or age is not known.</source>
        <translation>Keine Normbereiche: Geschlecht oder Alter des Patienten ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No program on this computer opens {path}: open it from its folder.</source>
        <translation>Kein Programm auf diesem Rechner öffnet {path}: aus seinem Ordner öffnen.</translation>
    </message>
    <message>
        <source>No values per m²: the patient's height or weight is not known.</source>
        <translation>Keine Werte je m²: Größe oder Gewicht des Patienten ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No wall thickness by segment: {reason}</source>
        <translation>Keine Wanddicke nach Segmenten: {reason}</translation>
    </message>
    <message>
        <source>No {numbers}: there is no endocardium at {moment} (phase {phase}).</source>
        <translation>{numbers} unbekannt: In der {moment} (Phase {phase}) gibt es kein Endokard.</translation>
    </message>
    <message>
        <source>No {which} contour on {slices} at phase {phase}, between slices that have one.</source>
        <translation>Keine {which} Kontur auf {slices} in Phase {phase}, zwischen Schichten, die eine haben.</translation>
    </message>
    <message>
        <source>None of {count} studies has numbers to export. {reason}</source>
        <translation>Keine von {count} Studien hat Zahlen zum Exportieren. {reason}</translation>
    </message>
    <message>
        <source>Normal range: 95 % of healthy people; of EDV and ESV per m² the widest limits of the source's three age groups</source>
        <translation>Normbereich: 95 % der Gesunden; von EDV und ESV je m² die weitesten Grenzen der drei Altersgruppen der Quelle</translation>
    </message>
    <message>
        <source>Normal ranges: {sources}.</source>
        <translation>Normbereiche: {sources}.</translation>
    </message>
    <message>
        <source>Not for diagnostic use.</source>
        <translation>Nicht für die Diagnostik.</translation>
    </message>
    <message>
        <source>Not in this report</source>
        <translation>Nicht in diesem Bericht</translation>
    </message>
    <message>
        <source>Notes on the images</source>
        <translation>Hinweise zu den Bildern</translation>
    </message>
    <message>
        <source>Nothing was copied.{kept}</source>
        <translation>Nichts wurde kopiert.{kept}</translation>
    </message>
    <message>
        <source>Numbers of both readers</source>
        <translation>Zahlen beider Leser</translation>
    </message>
    <message>
        <source>Over EDV</source>
        <translation>Durch EDV</translation>
    </message>
    <message>
        <source>Page {page} of {count}</source>
        <translation>Seite {page} von {count}</translation>
    </message>
    <message>
        <source>Papillary muscles</source>
        <translation>Papillarmuskeln</translation>
    </message>
    <message>
        <source>Papillary muscles count to the mass (below {percent} % from muscle to blood)</source>
        <translation>Papillarmuskeln zählen zur Masse (unter {percent} % von Muskel zu Blut)</translation>
    </message>
    <message>
        <source>Papillary muscles stay in the blood pool on {slices} at phase {phase}: without an epicardium and muscle darker than blood they cannot be told.</source>
        <translation>Papillarmuskeln bleiben auf {slices} in Phase {phase} beim Blut: Ohne Epikard und Muskel, der dunkler als Blut ist, sind sie nicht zu erkennen.</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>Patienten-ID</translation>
    </message>
    <message>
        <source>Peak ejection rate</source>
        <translation>Maximale Austreibungsrate</translation>
    </message>
    <message>
        <source>Peak filling rate</source>
        <translation>Maximale Füllungsrate</translation>
    </message>
    <message>
        <source>Phase {phase} has both contours on {count} slices; segments need three. Segment the phase.</source>
        <translation>Phase {phase} hat auf {count} Schichten beide Konturen; Segmente brauchen drei. Die Phase segmentieren.</translation>
    </message>
    <message>
        <source>Phase {phase} has no contours that wait for verification.</source>
        <translation>In Phase {phase} warten keine Konturen auf Bestätigung.</translation>
    </message>
    <message>
        <source>Pin slice {slice}: the montage shows pinned slices alone</source>
        <translation>Schicht {slice} anheften: Die Montage zeigt nur angeheftete Schichten</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Lage</translation>
    </message>
    <message>
        <source>Press Enter to try again, Delete to take it off the list.</source>
        <translation>Eingabe versucht es erneut, Entf nimmt es von der Liste.</translation>
    </message>
    <message>
        <source>Pseudonym</source>
        <translation>Pseudonym</translation>
    </message>
    <message>
        <source>Pusher radius {radius_mm} mm</source>
        <translation>Radius des Schiebers {radius_mm} mm</translation>
    </message>
    <message>
        <source>Put all studies in a folder onto the list, in the background (Ctrl+Shift+L)</source>
        <translation>Alle Studien eines Ordners im Hintergrund auf die Liste setzen (Strg+Umschalt+L)</translation>
    </message>
    <message>
        <source>Put the mitral plane of {time} at the basal edge of the slice on the screen</source>
        <translation>Die Mitralebene der {time} an den basalen Rand der gezeigten Schicht legen</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Rates need complete volumes of at least {least} phases; {known} are known. Segment the study, and mend what its warnings name.</source>
        <translation>Raten brauchen vollständige Volumina von mindestens {least} Phasen; bekannt sind {known}. Die Studie segmentieren und beheben, was ihre Warnungen nennen.</translation>
    </message>
    <message>
        <source>Reader, by hand</source>
        <translation>Leser, von Hand</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>Lese Dateiköpfe</translation>
    </message>
    <message>
        <source>Redo: {gesture}</source>
        <translation>Wiederholen: {gesture}</translation>
    </message>
    <message>
        <source>Remove {structure}</source>
        <translation>{structure} entfernen</translation>
    </message>
    <message>
        <source>Report made</source>
        <translation>Bericht erstellt</translation>
    </message>
    <message>
        <source>Residual U-Net, Sunnybrook only</source>
        <translation>Residual U-Net, nur Sunnybrook</translation>
    </message>
    <message>
        <source>Residual U-Net, Sunnybrook only {version}</source>
        <translation>Residual U-Net, nur Sunnybrook {version}</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>SV at {rate} beats/min</source>
        <translation>SV bei {rate} Schlägen/min</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweiter Leser</translation>
    </message>
    <message>
        <source>Segment &gt; Models lists all models.</source>
        <translation>Segmentieren &gt; Modelle listet alle Modelle.</translation>
    </message>
    <message>
        <source>Segment images</source>
        <translation>Bilder segmentieren</translation>
    </message>
    <message>
        <source>Segment with {model}</source>
        <translation>Segmentieren mit {model}</translation>
    </message>
    <message>
        <source>Segment {structure}</source>
        <translation>{structure} segmentieren</translation>
    </message>
    <message>
        <source>Segments of the left ventricle</source>
        <translation>Segmente des linken Ventrikels</translation>
    </message>
    <message>
        <source>Septal</source>
        <translation>Septal</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Sex and age</source>
        <translation>Geschlecht und Alter</translation>
    </message>
    <message>
        <source>Show all slices</source>
        <translation>Alle Schichten zeigen</translation>
    </message>
    <message>
        <source>Signed off by {person} on {date} UTC</source>
        <translation>Freigegeben von {person} am {date} UTC</translation>
    </message>
    <message>
        <source>Signed off by {person} on {date} UTC, content {hash}.</source>
        <translation>Freigegeben von {person} am {date} UTC, Inhalt {hash}.</translation>
    </message>
    <message>
        <source>Signed off by {person} on {date} UTC, content {hash}; contours by {sources}.</source>
        <translation>Freigegeben von {person} am {date} UTC, Inhalt {hash}; Konturen von {sources}.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe und Gewicht</translation>
    </message>
    <message>
        <source>Slice {slice} at phase {phase} has two contours of one structure: keep one of {structures}.</source>
        <translation>Schicht {slice} in Phase {phase} hat zwei Konturen einer Struktur: nur eine davon behalten: {structures}.</translation>
    </message>
    <message>
        <source>Slice {slice} at phase {phase}, {structure}</source>
        <translation>Schicht {slice} in Phase {phase}, {structure}</translation>
    </message>
    <message>
        <source>Slice {slice} at phase {phase}, {structure}: {why}</source>
        <translation>Schicht {slice} in Phase {phase}, {structure}: {why}</translation>
    </message>
    <message>
        <source>Slice {slice} at {time}, {structure}</source>
        <translation>Schicht {slice} in der {time}, {structure}</translation>
    </message>
    <message>
        <source>Slice {slice} at {time}, {structure}: {why}</source>
        <translation>Schicht {slice} in der {time}, {structure}: {why}</translation>
    </message>
    <message>
        <source>Slice {slice} has {count} images where the cine has {phases} phases: they are aligned by their share of the R-R interval.</source>
        <translation>Schicht {slice} hat {count} Bilder, wo das Cine {phases} Phasen hat: Sie sind nach ihrem Anteil am RR-Intervall zugeordnet.</translation>
    </message>
    <message>
        <source>Slice {slice} was acquired {count} times: the later complete acquisition ({images} images{when}) is used; left out: {others} images.</source>
        <translation>Schicht {slice} wurde {count}-mal aufgenommen: Die spätere vollständige Aufnahme ({images} Bilder{when}) wird verwendet; weggelassen: {others} Bilder.</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}. Solid: {first}. Dashed: {second}.</source>
        <translation>Schicht {slice}, Phase {phase}. Durchgezogen: {first}. Gestrichelt: {second}.</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}: {state}</source>
        <translation>Schicht {slice}, Phase {phase}: {state}</translation>
    </message>
    <message>
        <source>Slice {slice}, {phases}: missing, {reason}.</source>
        <translation>Schicht {slice}, {phases}: fehlt, {reason}.</translation>
    </message>
    <message>
        <source>Slice {slice}: the image of {phases} is missing.</source>
        <translation>Schicht {slice}: Das Bild von {phases} fehlt.</translation>
    </message>
    <message>
        <source>Slice {slice}: the images of {phases} are missing.</source>
        <translation>Schicht {slice}: Die Bilder von {phases} fehlen.</translation>
    </message>
    <message>
        <source>Slice {slice}: the {image} of {phases} {is} missing.</source>
        <translation>Schicht {slice}: {image} von {phases} {is}.</translation>
    </message>
    <message>
        <source>Something went wrong: {kind}: {system}. Try again.</source>
        <translation>Etwas ging schief: {kind}: {system}. Erneut versuchen.</translation>
    </message>
    <message>
        <source>Something went wrong: {kind}: {system}. Try again: what you have drawn is kept, and the details are in the terminal.</source>
        <translation>Etwas ging schief: {kind}: {system}. Erneut versuchen: Was Sie gezeichnet haben, ist gesichert, und Näheres steht im Terminal.</translation>
    </message>
    <message>
        <source>Stroke volume (SV)</source>
        <translation>Schlagvolumen (SV)</translation>
    </message>
    <message>
        <source>Study UID</source>
        <translation>Study UID</translation>
    </message>
    <message>
        <source>Sum over the slices of the enclosed area times the extent of the slice, half-way to its neighbours</source>
        <translation>Summe über die Schichten aus umschlossener Fläche mal Ausdehnung der Schicht, je zur Hälfte bis zu den Nachbarn</translation>
    </message>
    <message>
        <source>Sunnybrook LV</source>
        <translation>Sunnybrook LV</translation>
    </message>
    <message>
        <source>Sunnybrook epi</source>
        <translation>Sunnybrook Epi</translation>
    </message>
    <message>
        <source>Taken from</source>
        <translation>Gemessen an</translation>
    </message>
    <message>
        <source>TensorFlow cannot be loaded ({kind}: {system}). Install cmrstudio again.</source>
        <translation>TensorFlow lässt sich nicht laden ({kind}: {system}). cmrstudio neu installieren.</translation>
    </message>
    <message>
        <source>TensorFlow {version}, Keras {keras_version}</source>
        <translation>TensorFlow {version}, Keras {keras_version}</translation>
    </message>
    <message>
        <source>The chosen model "{id}" {trouble}: {name} is used instead. {hint}</source>
        <translation>Das gewählte Modell „{id}“ {trouble}: Stattdessen wird {name} verwendet. {hint}</translation>
    </message>
    <message>
        <source>The contact sheet cannot be encoded as PNG: make the report without images.</source>
        <translation>Die Bildübersicht kann nicht als PNG geschrieben werden: den Bericht ohne Bilder erstellen.</translation>
    </message>
    <message>
        <source>The contour cannot be offset this far without crossing itself; try less.</source>
        <translation>Die Kontur lässt sich nicht so weit verschieben, ohne sich selbst zu kreuzen; weniger versuchen.</translation>
    </message>
    <message>
        <source>The contour encloses nothing: draw it again.</source>
        <translation>Die Kontur umschließt nichts: neu zeichnen.</translation>
    </message>
    <message>
        <source>The contour is too small to shrink this far; try less.</source>
        <translation>Die Kontur ist zu klein, um so weit verengt zu werden; weniger versuchen.</translation>
    </message>
    <message>
        <source>The contours cross on slice {slices}, where the wall counts as 0.</source>
        <translation>Die Konturen kreuzen sich auf Schicht {slices}, wo die Wand als 0 zählt.</translation>
    </message>
    <message>
        <source>The file does not say where in the patient its images lie.</source>
        <translation>Die Datei sagt nicht, wo im Patienten ihre Bilder liegen.</translation>
    </message>
    <message>
        <source>The file gives no unit of length: its pixel spacing is taken as mm. Check it before using volumes.</source>
        <translation>Die Datei nennt keine Längeneinheit: Ihr Pixelabstand gilt als mm. Prüfen, bevor Volumina verwendet werden.</translation>
    </message>
    <message>
        <source>The file gives no usable time between phases: it plays as one beat a second.</source>
        <translation>Die Datei nennt keine brauchbare Zeit zwischen den Phasen: Sie läuft mit einem Schlag je Sekunde.</translation>
    </message>
    <message>
        <source>The file's affine and pixel spacing disagree: the pixel spacing is used.</source>
        <translation>Affine Matrix und Pixelabstand der Datei widersprechen sich: Der Pixelabstand gilt.</translation>
    </message>
    <message>
        <source>The fine-tuning failed inside the engine: {kind}: {system}. Try again.</source>
        <translation>Das Training schlug im Rechenwerk fehl: {kind}: {system}. Erneut versuchen.</translation>
    </message>
    <message>
        <source>The headers say that text is burnt into the images: it may name the patient.</source>
        <translation>Laut Dateikopf ist Text in die Bilder eingebrannt: Er kann den Patienten nennen.</translation>
    </message>
    <message>
        <source>The image of {slices} at phase {phase} is missing from the study.</source>
        <translation>Das Bild von {slices} in Phase {phase} fehlt in der Studie.</translation>
    </message>
    <message>
        <source>The images cover {percent} % of the cardiac cycle at this heart rate: too little for rates. Check the heart rate.</source>
        <translation>Die Bilder decken bei dieser Herzfrequenz {percent} % des Herzzyklus ab: zu wenig für Raten. Die Herzfrequenz prüfen.</translation>
    </message>
    <message>
        <source>The language of the words in the files (Alt+A)</source>
        <translation>Die Sprache der Wörter in den Dateien (Alt+A)</translation>
    </message>
    <message>
        <source>The mean of the probabilities of {models}. Slower than one network by their number; where they disagree, a contour's quality score is low. For research use.</source>
        <translation>Das Mittel der Wahrscheinlichkeiten von {models}. Langsamer als ein Netz um ihre Zahl; wo sie sich nicht einig sind, ist die Qualität einer Kontur niedrig. Nur für die Forschung.</translation>
    </message>
    <message>
        <source>The mitral plane needs a position in mm at end-diastole and at end-systole: set both.</source>
        <translation>Die Mitralebene braucht eine Lage in mm in Enddiastole und Endsystole: beide setzen.</translation>
    </message>
    <message>
        <source>The numbers are computed otherwise than when they were signed</source>
        <translation>Die Zahlen werden anders berechnet als bei der Unterschrift</translation>
    </message>
    <message>
        <source>The orientation is unusual for a short axis: base and apex may be swapped, or it may be another view.</source>
        <translation>Die Ausrichtung ist ungewöhnlich für eine Kurzachse: Basis und Apex können vertauscht sein, oder es ist eine andere Ansicht.</translation>
    </message>
    <message>
        <source>The others: {rest}.</source>
        <translation>Die anderen: {rest}.</translation>
    </message>
    <message>
        <source>The processes that decode images did not start within {seconds} s; close other programs and try again.</source>
        <translation>Die Prozesse, die Bilder dekodieren, starteten nicht binnen {seconds} s; andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The processes that decode images do not start; see whether memory is short.</source>
        <translation>Die Prozesse, die Bilder dekodieren, starten nicht; prüfen, ob der Speicher knapp ist.</translation>
    </message>
    <message>
        <source>The quality of a contour must be 0 to 1, not {value}. Segment the image again.</source>
        <translation>Die Qualität einer Kontur muss 0 bis 1 sein, nicht {value}. Das Bild neu segmentieren.</translation>
    </message>
    <message>
        <source>The report as one file for a browser; shows names in every script</source>
        <translation>Der Bericht als eine Datei für den Browser; zeigt Namen in jeder Schrift</translation>
    </message>
    <message>
        <source>The report on A4 pages, to print or to send</source>
        <translation>Der Bericht auf A4-Seiten, zum Drucken oder Verschicken</translation>
    </message>
    <message>
        <source>The segmentation engine cannot start: {reason}</source>
        <translation>Das Rechenwerk kann nicht starten: {reason}</translation>
    </message>
    <message>
        <source>The segmentation engine has been stopped; start cmrstudio again.</source>
        <translation>Das Rechenwerk wurde angehalten; cmrstudio neu starten.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} in the middle of the fine-tuning. It has been started again: start the fine-tuning again, and it goes on from its last epoch.</source>
        <translation>Das Rechenwerk {how} (mitten im Training). Es wurde neu gestartet: das Training wieder starten, dann geht es ab seiner letzten Epoche weiter.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} in the middle of the segmentation. It has been started again: please repeat the segmentation.</source>
        <translation>Das Rechenwerk {how} (mitten in der Segmentierung). Es wurde neu gestartet: bitte die Segmentierung wiederholen.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} while it loaded a model. It has been started again: please repeat the segmentation.</source>
        <translation>Das Rechenwerk {how} (beim Laden eines Modells). Es wurde neu gestartet: bitte die Segmentierung wiederholen.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} while it started; try again.</source>
        <translation>Das Rechenwerk {how} (beim Start); erneut versuchen.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} {when}. It has been started again: please repeat the segmentation.</source>
        <translation>Das Rechenwerk {how} ({when}). Es wurde neu gestartet: bitte die Segmentierung wiederholen.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} {when}. It has been started again: {advice}.</source>
        <translation>Das Rechenwerk {how} ({when}). Es wurde neu gestartet: {advice}.</translation>
    </message>
    <message>
        <source>The segmentation engine {how} {when}; try again.</source>
        <translation>Das Rechenwerk {how} ({when}); erneut versuchen.</translation>
    </message>
    <message>
        <source>The segmentation failed inside the engine: {kind}: {system}. Try again.</source>
        <translation>Die Segmentierung schlug im Rechenwerk fehl: {kind}: {system}. Erneut versuchen.</translation>
    </message>
    <message>
        <source>The slice thickness is not given: no volume can be measured.</source>
        <translation>Die Schichtdicke ist nicht angegeben: Kein Volumen kann gemessen werden.</translation>
    </message>
    <message>
        <source>The slice thickness is not given: the distance between slices, {spacing_mm} mm, is taken for it.</source>
        <translation>Die Schichtdicke ist nicht angegeben: Dafür gilt der Abstand der Schichten, {spacing_mm} mm.</translation>
    </message>
    <message>
        <source>The slice thickness is not given: the spacing between slices is taken for it.</source>
        <translation>Die Schichtdicke ist nicht angegeben: Dafür gilt der Schichtabstand.</translation>
    </message>
    <message>
        <source>The slices are not evenly spaced: {least_mm} to {most_mm} mm apart.</source>
        <translation>Die Schichten sind nicht gleich weit voneinander entfernt: {least_mm} bis {most_mm} mm.</translation>
    </message>
    <message>
        <source>The stroke has positions that are not numbers; draw it again.</source>
        <translation>Der Strich hat Punkte, die keine Zahlen sind; neu zeichnen.</translation>
    </message>
    <message>
        <source>The stroke is too short; draw along the wall.</source>
        <translation>Der Strich ist zu kurz; entlang der Wand zeichnen.</translation>
    </message>
    <message>
        <source>The study cannot be signed off yet: {count} things are missing; see the Sign-off tab.</source>
        <translation>Die Studie kann noch nicht freigegeben werden: Es fehlt noch an {count} Stellen; siehe Freigabe.</translation>
    </message>
    <message>
        <source>The study's identifiers are missing or broken: new ones were made for it.</source>
        <translation>Die Kennungen der Studie fehlen oder sind falsch: Neue wurden vergeben.</translation>
    </message>
    <message>
        <source>The weights do not fit architecture {text}: {count} arrays where it has {wanted}, or other shapes. Choose the architecture that the model's card names.</source>
        <translation>Die Gewichte passen nicht zur Architektur {text}: {count} Felder, wo sie {wanted} hat, oder andere Formen. Die Architektur wählen, die die Karte des Modells nennt.</translation>
    </message>
    <message>
        <source>The weights of {id} do not have the shapes of {text}. Choose the architecture that they were trained with.</source>
        <translation>Die Gewichte von {id} haben nicht die Formen von {text}. Die Architektur wählen, mit der sie trainiert wurden.</translation>
    </message>
    <message>
        <source>The weights of {id} have values that are not finite or too large for float16. Train the model again.</source>
        <translation>Die Gewichte von {id} haben Werte, die nicht endlich oder zu groß für float16 sind. Das Modell neu trainieren.</translation>
    </message>
    <message>
        <source>The work list is not up to date: {reason}</source>
        <translation>Die Arbeitsliste ist nicht auf dem Stand: {reason}</translation>
    </message>
    <message>
        <source>The workspace is not open: a verification cannot be kept. Wait for it, or start cmrstudio again.</source>
        <translation>Der Arbeitsbereich ist nicht offen: Eine Bestätigung kann nicht aufbewahrt werden. Darauf warten oder cmrstudio neu starten.</translation>
    </message>
    <message>
        <source>The workspace is not open: nothing can be kept. Wait for it, or start cmrstudio again.</source>
        <translation>Der Arbeitsbereich ist nicht offen: Nichts kann aufbewahrt werden. Darauf warten oder cmrstudio neu starten.</translation>
    </message>
    <message>
        <source>The workspace is not open: the report is on the open study alone. Wait for it, or start cmrstudio again.</source>
        <translation>Der Arbeitsbereich ist nicht offen: Der Bericht gilt nur der offenen Studie. Darauf warten oder cmrstudio neu starten.</translation>
    </message>
    <message>
        <source>The workspace is not open: there are no numbers to export. Wait for it, or start cmrstudio again.</source>
        <translation>Der Arbeitsbereich ist nicht offen: Es gibt keine Zahlen zum Exportieren. Darauf warten oder cmrstudio neu starten.</translation>
    </message>
    <message>
        <source>The {name} must be above 0 and at most 100 %, not {value}. Enter such a value.</source>
        <translation>{name}: Der Wert muss über 0 und höchstens 100 % sein, nicht {value}. Einen solchen Wert eingeben.</translation>
    </message>
    <message>
        <source>The {what} failed inside the engine: {kind}: {system}. Try again.</source>
        <translation>Im Rechenwerk fehlgeschlagen ({what}): {kind}: {system}. Erneut versuchen.</translation>
    </message>
    <message>
        <source>There are no contours at end-diastole or end-systole to measure.</source>
        <translation>In Enddiastole und Endsystole gibt es keine Konturen zum Messen.</translation>
    </message>
    <message>
        <source>There can be no model {id} of version {version}: choose one that is installed.</source>
        <translation>Ein Modell {id} mit der Version {version} kann es nicht geben: eines wählen, das installiert ist.</translation>
    </message>
    <message>
        <source>There is a control point here already; move it instead.</source>
        <translation>Hier ist schon ein Kontrollpunkt; stattdessen diesen verschieben.</translation>
    </message>
    <message>
        <source>There is a model {id} already: give the experiment another name.</source>
        <translation>Es gibt schon ein Modell {id}: dem Experiment einen anderen Namen geben.</translation>
    </message>
    <message>
        <source>There is no architecture {text}; choose one of {names}.</source>
        <translation>Es gibt keine Architektur {text}; eine davon wählen: {names}.</translation>
    </message>
    <message>
        <source>There is no data layout {text}; choose one of {names}.</source>
        <translation>Es gibt keine Datenanordnung {text}; eine davon wählen: {names}.</translation>
    </message>
    <message>
        <source>There is no display to open a window on. Use `cmrstudio segment STUDY --out DIR`, `cmrstudio demo`, or set QT_QPA_PLATFORM=offscreen.</source>
        <translation>Es gibt keinen Bildschirm für ein Fenster. `cmrstudio segment STUDY --out DIR` oder `cmrstudio demo` verwenden oder QT_QPA_PLATFORM=offscreen setzen.</translation>
    </message>
    <message>
        <source>There is no endocardial contour{that_counts} at {time}.</source>
        <translation>Es gibt keine endokardiale Kontur{that_counts} in der {time}.</translation>
    </message>
    <message>
        <source>There is no epicardial contour at end-diastole: the mass is unknown.</source>
        <translation>In der Enddiastole gibt es keine epikardiale Kontur: Die Masse ist unbekannt.</translation>
    </message>
    <message>
        <source>There is no model {id}; choose one of {names}.</source>
        <translation>Es gibt kein Modell {id}; eines davon wählen: {names}.</translation>
    </message>
    <message>
        <source>There is no precision {text}; choose auto or one of {names}.</source>
        <translation>Es gibt keine Genauigkeit {text}; auto oder eine davon wählen: {names}.</translation>
    </message>
    <message>
        <source>There is no {structure} here that could be verified: draw or segment it first.</source>
        <translation>Hier gibt es kein {structure}, das bestätigt werden könnte: erst zeichnen oder segmentieren.</translation>
    </message>
    <message>
        <source>There is one slice only: this is no volume of a ventricle.</source>
        <translation>Es gibt nur eine Schicht: Das ist kein Volumen eines Ventrikels.</translation>
    </message>
    <message>
        <source>These readers have signed no study off that the other has signed too.</source>
        <translation>Diese Leser haben keine Studie freigegeben, die auch der andere freigegeben hat.</translation>
    </message>
    <message>
        <source>They are {volumes}.</source>
        <translation>Das sind {volumes}.</translation>
    </message>
    <message>
        <source>This line crosses itself; draw once round the wall.</source>
        <translation>Diese Linie kreuzt sich selbst; einmal um die Wand herum zeichnen.</translation>
    </message>
    <message>
        <source>This line encloses nothing; draw round the wall.</source>
        <translation>Diese Linie umschließt nichts; um die Wand herum zeichnen.</translation>
    </message>
    <message>
        <source>This may be wrong: check that the cine plays smoothly.</source>
        <translation>Das kann falsch sein: prüfen, ob das Cine glatt läuft.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time after the R wave (ms)</source>
        <translation>Zeit nach der R-Zacke (ms)</translation>
    </message>
    <message>
        <source>Time to {event}</source>
        <translation>Zeit bis: {event}</translation>
    </message>
    <message>
        <source>To count slices by the mitral plane, set its place first.</source>
        <translation>Um Schichten nach der Mitralebene zu zählen, zuerst deren Lage setzen.</translation>
    </message>
    <message>
        <source>Trained on {sets}</source>
        <translation>Trainiert mit {sets}</translation>
    </message>
    <message>
        <source>Trigger times are longer than the R-R interval and are ignored.</source>
        <translation>Triggerzeiten sind länger als das RR-Intervall und werden nicht beachtet.</translation>
    </message>
    <message>
        <source>Trigger times are missing, all equal or repeated: </source>
        <translation>Triggerzeiten fehlen, sind alle gleich oder wiederholt: </translation>
    </message>
    <message>
        <source>Trigger times are missing, all equal or repeated: the phases of {slices} are ordered by {key}.</source>
        <translation>Triggerzeiten fehlen, sind alle gleich oder wiederholt: Die Phasen von {slices} sind nach {key} geordnet.</translation>
    </message>
    <message>
        <source>Two readers must have signed studies off, each under their own name (Verify &gt; Readers).</source>
        <translation>Zwei Leser müssen Studien freigegeben haben, jeder unter eigenem Namen (Prüfen &gt; Leser).</translation>
    </message>
    <message>
        <source>U-Net with dropout</source>
        <translation>U-Net mit Dropout</translation>
    </message>
    <message>
        <source>U-Net with dropout {version}</source>
        <translation>U-Net mit Dropout {version}</translation>
    </message>
    <message>
        <source>Undo: {gesture}</source>
        <translation>Rückgängig: {gesture}</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Unpin slice {slice}: the montage shows pinned slices alone</source>
        <translation>Schicht {slice} lösen: Die Montage zeigt nur angeheftete Schichten</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Bestätigung</translation>
    </message>
    <message>
        <source>Verified images, snapshot {id}: {count} of {number} patients</source>
        <translation>Bestätigte Bilder, Stand {id}: {count} (Patienten: {number})</translation>
    </message>
    <message>
        <source>Verify the contours of {images} at {phases} phase?</source>
        <translation>Konturen bestätigen: {images} in {phases} Phase?</translation>
    </message>
    <message>
        <source>Verify the contours of {images} at {phases} phases?</source>
        <translation>Konturen bestätigen: {images} in {phases} Phasen?</translation>
    </message>
    <message>
        <source>Void, changed since: {signature} Changes: {changes}{more}.</source>
        <translation>Ungültig, seither geändert: {signature} Änderungen: {changes}{more}.</translation>
    </message>
    <message>
        <source>Volume over the cardiac cycle</source>
        <translation>Volumen über den Herzzyklus</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumina</translation>
    </message>
    <message>
        <source>W {width}  L {level}
Zoom {zoom} %</source>
        <translation>W {width}  L {level}
Zoom {zoom} %</translation>
    </message>
    <message>
        <source>Watch a folder for new studies</source>
        <translation>Einen Ordner auf neue Studien beobachten</translation>
    </message>
    <message>
        <source>What is darker inside the endocardium, tinted on the image, counts to the mass and not to the volumes</source>
        <translation>Was im Endokard dunkler ist, im Bild getönt, zählt zur Masse und nicht zu den Volumina</translation>
    </message>
    <message>
        <source>What was entered as {fact} cannot be used: enter it again.</source>
        <translation>Was als {fact} eingegeben wurde, ist nicht zu verwenden: erneut eingeben.</translation>
    </message>
    <message>
        <source>What was kept of {fact} cannot be used: {problem} Enter it again.</source>
        <translation>Was von {fact} aufbewahrt war, ist nicht zu verwenden: {problem} Erneut eingeben.</translation>
    </message>
    <message>
        <source>Which network draws the contours

{facts}</source>
        <translation>Welches Netz die Konturen zeichnet

{facts}</translation>
    </message>
    <message>
        <source>With this stroke the contour would cross itself; draw along the wall.</source>
        <translation>Mit diesem Strich würde die Kontur sich selbst kreuzen; entlang der Wand zeichnen.</translation>
    </message>
    <message>
        <source>Without an image: {phases}.</source>
        <translation>Ohne Bild: {phases}.</translation>
    </message>
    <message>
        <source>Writing the movie</source>
        <translation>Schreibe den Film</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>Schreibe {file}</translation>
    </message>
    <message>
        <source>Written: {path} and {file}.</source>
        <translation>Geschrieben: {path} und {file}.</translation>
    </message>
    <message>
        <source>You read as {person}, blind to other readers.</source>
        <translation>Sie lesen als {person}, für andere Leser verblindet.</translation>
    </message>
    <message>
        <source>You read as {person}: change the reader (Verify &gt; Readers) to use another name.</source>
        <translation>Sie lesen als {person}: den Leser wechseln (Prüfen &gt; Leser), um einen anderen Namen zu verwenden.</translation>
    </message>
    <message>
        <source>You read in the shared reading.</source>
        <translation>Sie lesen im gemeinsamen Befund.</translation>
    </message>
    <message>
        <source>You will sign these numbers. The signature is kept with the time and with a fingerprint of every contour counted; any later change of them makes it void.</source>
        <translation>Sie unterschreiben diese Zahlen. Die Unterschrift wird mit der Zeit und einem Fingerabdruck jeder gezählten Kontur aufbewahrt; jede spätere Änderung daran macht sie ungültig.</translation>
    </message>
    <message>
        <source>[n, side, side] with a side that {number} divides</source>
        <translation>[n, Seite, Seite] mit einer Seite, die {number} teilt</translation>
    </message>
    <message>
        <source>a cine has 3 or 4 axes (x, y, slice, phase); this has the shape {shape}. Choose another file.</source>
        <translation>ein Cine hat 3 oder 4 Achsen (x, y, Schicht, Phase); dieses hat die Form {shape}. Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>a cine in another plane ({count} slice, {phases} phases), not short axis</source>
        <translation>ein Cine in einer anderen Ebene ({count} Schicht, {phases} Phasen), keine Kurzachse</translation>
    </message>
    <message>
        <source>a cine in another plane ({count} slices, {phases} phases), not short axis</source>
        <translation>ein Cine in einer anderen Ebene ({count} Schichten, {phases} Phasen), keine Kurzachse</translation>
    </message>
    <message>
        <source>a contour needs at least 3 points; this has {count}. Choose another file.</source>
        <translation>eine Kontur braucht mindestens 3 Punkte; diese hat {count}. Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch wenige Sekunden</translation>
    </message>
    <message>
        <source>a label map is a NIfTI file: let its name end in .nii or .nii.gz.</source>
        <translation>eine Labelkarte ist eine NIfTI-Datei: Ihr Name soll auf .nii oder .nii.gz enden.</translation>
    </message>
    <message>
        <source>a link to a file outside the folder; not followed</source>
        <translation>eine Verknüpfung zu einer Datei außerhalb des Ordners; ihr wird nicht gefolgt</translation>
    </message>
    <message>
        <source>a link to a folder; links are not followed</source>
        <translation>eine Verknüpfung zu einem Ordner; Verknüpfungen wird nicht gefolgt</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>a lower-case letter or digit and up to 63 more of these, '_', '.' and '-'</source>
        <translation>ein Kleinbuchstabe oder eine Ziffer und bis zu 63 weitere davon, '_', '.' und '-'</translation>
    </message>
    <message>
        <source>a mask is 8-bit RGB; this is {kind} of shape {shape}. Save it as 8-bit RGB.</source>
        <translation>eine Maske ist 8-Bit-RGB; das ist {kind} der Form {shape}. Sie als 8-Bit-RGB sichern.</translation>
    </message>
    <message>
        <source>a model's file holds {names} and nothing else, but this one {system}.</source>
        <translation>Eine Modelldatei enthält {names} und nichts anderes, diese aber {system}.</translation>
    </message>
    <message>
        <source>a movie is written as one of {endings}. Give the file such an ending.</source>
        <translation>ein Film wird geschrieben als {endings}. Der Datei eine solche Endung geben.</translation>
    </message>
    <message>
        <source>a multiple of {number} between 64 and 1024</source>
        <translation>ein Vielfaches von {number} zwischen 64 und 1024</translation>
    </message>
    <message>
        <source>a number of millimetres between 0.5 and 5</source>
        <translation>eine Zahl von Millimetern zwischen 0,5 und 5</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a version such as 1.0.0</source>
        <translation>eine Version wie 1.0.0</translation>
    </message>
    <message>
        <source>above</source>
        <translation>darüber</translation>
    </message>
    <message>
        <source>acquired_on</source>
        <translation>Aufgenommen am</translation>
    </message>
    <message>
        <source>acquisition time</source>
        <translation>Aufnahmezeit</translation>
    </message>
    <message>
        <source>age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>age years</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>age_years</source>
        <translation>Alter (Jahre)</translation>
    </message>
    <message>
        <source>all slices</source>
        <translation>allen Schichten</translation>
    </message>
    <message>
        <source>an entry of the work list is not what was written</source>
        <translation>ein Eintrag der Arbeitsliste ist nicht, was geschrieben wurde</translation>
    </message>
    <message>
        <source>an index (DICOMDIR); the files themselves are read instead</source>
        <translation>ein Verzeichnis (DICOMDIR); stattdessen werden die Dateien selbst gelesen</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>another program holds the file. Close that program and save again</source>
        <translation>Ein anderes Programm hält die Datei. Dieses Programm schließen und erneut sichern</translation>
    </message>
    <message>
        <source>another short-axis cine ({slices} slices, {phases} phases); one at a time is read</source>
        <translation>ein anderes Kurzachsen-Cine ({slices} Schichten, {phases} Phasen); gelesen wird eines auf einmal</translation>
    </message>
    <message>
        <source>apical anterior</source>
        <translation>apikal anterior</translation>
    </message>
    <message>
        <source>apical inferior</source>
        <translation>apikal inferior</translation>
    </message>
    <message>
        <source>apical lateral</source>
        <translation>apikal lateral</translation>
    </message>
    <message>
        <source>apical septal</source>
        <translation>apikal septal</translation>
    </message>
    <message>
        <source>apical {slices}</source>
        <translation>apikal {slices}</translation>
    </message>
    <message>
        <source>area {percent} % {larger} than {where}</source>
        <translation>Fläche {percent} % {larger} als {where}</translation>
    </message>
    <message>
        <source>area_mm2</source>
        <translation>Fläche (mm²)</translation>
    </message>
    <message>
        <source>array {name} has shape {shape}, but the architecture has {wanted}.</source>
        <translation>Feld {name} hat die Form {shape}, die Architektur aber {wanted}.</translation>
    </message>
    <message>
        <source>array {name} has values that are not finite.</source>
        <translation>Feld {name} hat Werte, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>array {name} is missing.</source>
        <translation>Feld {name} fehlt.</translation>
    </message>
    <message>
        <source>array {name} is not of type {kind}.</source>
        <translation>Feld {name} ist nicht vom Typ {kind}.</translation>
    </message>
    <message>
        <source>at the phases beside it</source>
        <translation>in den Phasen daneben</translation>
    </message>
    <message>
        <source>basal anterior</source>
        <translation>basal anterior</translation>
    </message>
    <message>
        <source>basal anterolateral</source>
        <translation>basal anterolateral</translation>
    </message>
    <message>
        <source>basal anteroseptal</source>
        <translation>basal anteroseptal</translation>
    </message>
    <message>
        <source>basal inferior</source>
        <translation>basal inferior</translation>
    </message>
    <message>
        <source>basal inferolateral</source>
        <translation>basal inferolateral</translation>
    </message>
    <message>
        <source>basal inferoseptal</source>
        <translation>basal inferoseptal</translation>
    </message>
    <message>
        <source>basal {slices}</source>
        <translation>basal {slices}</translation>
    </message>
    <message>
        <source>beats/min</source>
        <translation>/min</translation>
    </message>
    <message>
        <source>belongs to another study than the one shown</source>
        <translation>gehört zu einer anderen Studie als der gezeigten</translation>
    </message>
    <message>
        <source>below</source>
        <translation>darunter</translation>
    </message>
    <message>
        <source>body surface {area} m²{formula}</source>
        <translation>Körperoberfläche {area} m²{formula}</translation>
    </message>
    <message>
        <source>body_surface_area_m2</source>
        <translation>Körperoberfläche (m²)</translation>
    </message>
    <message>
        <source>born_on</source>
        <translation>Geboren am</translation>
    </message>
    <message>
        <source>bpm</source>
        <translation>/min</translation>
    </message>
    <message>
        <source>bsa formula</source>
        <translation>Formel der Körperoberfläche</translation>
    </message>
    <message>
        <source>by {person}, blind to other readers</source>
        <translation>von {person}, für andere Leser verblindet</translation>
    </message>
    <message>
        <source>cannot be listed: {system}; check that you may read it.</source>
        <translation>kann nicht aufgelistet werden: {system}; prüfen, ob Sie es lesen dürfen.</translation>
    </message>
    <message>
        <source>cannot be read: {system}</source>
        <translation>kann nicht gelesen werden: {system}</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>centre {distance} mm away from that {where}</source>
        <translation>Mittelpunkt {distance} mm entfernt von dem {where}</translation>
    </message>
    <message>
        <source>changed since</source>
        <translation>seither geändert</translation>
    </message>
    <message>
        <source>changed since it was verified</source>
        <translation>geändert, seit sie bestätigt wurde</translation>
    </message>
    <message>
        <source>claims {rows} x {columns} pixels</source>
        <translation>gibt {rows} x {columns} Pixel an</translation>
    </message>
    <message>
        <source>closed its pipe</source>
        <translation>hat seine Verbindung geschlossen</translation>
    </message>
    <message>
        <source>cmrstudio reports</source>
        <translation>cmrstudio-Berichte</translation>
    </message>
    <message>
        <source>cmrstudio {version}</source>
        <translation>cmrstudio {version}</translation>
    </message>
    <message>
        <source>cmrstudio_version</source>
        <translation>Version von cmrstudio</translation>
    </message>
    <message>
        <source>co_l_per_min</source>
        <translation>HMV (l/min)</translation>
    </message>
    <message>
        <source>co_l_per_min_per_m2</source>
        <translation>Herzindex (l/min/m²)</translation>
    </message>
    <message>
        <source>column_spacing_mm</source>
        <translation>Spaltenabstand (mm)</translation>
    </message>
    <message>
        <source>conclusion</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>conflict: same SOPInstanceUID as {path}, but other pixels</source>
        <translation>Konflikt: gleiche SOPInstanceUID wie {path}, aber andere Pixel</translation>
    </message>
    <message>
        <source>contours verified at {when}</source>
        <translation>Konturen bestätigt um {when}</translation>
    </message>
    <message>
        <source>contours_by</source>
        <translation>Konturen von</translation>
    </message>
    <message>
        <source>conventions</source>
        <translation>Konventionen</translation>
    </message>
    <message>
        <source>copy of {path} (same SOPInstanceUID, same pixels)</source>
        <translation>Kopie von {path} (gleiche SOPInstanceUID, gleiche Pixel)</translation>
    </message>
    <message>
        <source>dV/dt (ml/s)</source>
        <translation>dV/dt (ml/s)</translation>
    </message>
    <message>
        <source>damaged DICOM file: element {element} has the invalid value representation{found}</source>
        <translation>beschädigte DICOM-Datei: Element {element} hat die ungültige Wertdarstellung{found}</translation>
    </message>
    <message>
        <source>damaged DICOM file: it is cut short in element {element}</source>
        <translation>beschädigte DICOM-Datei: im Element {element} abgeschnitten</translation>
    </message>
    <message>
        <source>damaged DICOM file: {count} frames, but descriptions of {described}</source>
        <translation>beschädigte DICOM-Datei: {count} Einzelbilder, aber Beschreibungen von {described}</translation>
    </message>
    <message>
        <source>damaged DICOM file: {system}</source>
        <translation>beschädigte DICOM-Datei: {system}</translation>
    </message>
    <message>
        <source>damaged: its decoder fails ({kind}: {system})</source>
        <translation>beschädigt: Ihr Dekoder schlägt fehl ({kind}: {system})</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Strecke</translation>
    </message>
    <message>
        <source>does not say how its pixels are stored (BitsAllocated, BitsStored)</source>
        <translation>sagt nicht, wie ihre Pixel gespeichert sind (BitsAllocated, BitsStored)</translation>
    </message>
    <message>
        <source>drawn by a model, not verified</source>
        <translation>von einem Modell gezeichnet, nicht bestätigt</translation>
    </message>
    <message>
        <source>edited by a reader, not verified</source>
        <translation>von einem Leser bearbeitet, nicht bestätigt</translation>
    </message>
    <message>
        <source>edv_ml</source>
        <translation>EDV (ml)</translation>
    </message>
    <message>
        <source>edv_ml_per_m2</source>
        <translation>EDV (ml/m²)</translation>
    </message>
    <message>
        <source>ef_percent</source>
        <translation>EF (%)</translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>empty, as it is no {kind}</source>
        <translation>leer, da es kein {kind} ist</translation>
    </message>
    <message>
        <source>end-diastole phase {diastole}, end-systole phase {systole}</source>
        <translation>Enddiastole Phase {diastole}, Endsystole Phase {systole}</translation>
    </message>
    <message>
        <source>end-diastole {phase} ({source}), end-systole {other} ({other_source})</source>
        <translation>Enddiastole {phase} ({source}), Endsystole {other} ({other_source})</translation>
    </message>
    <message>
        <source>end_diastole_phase</source>
        <translation>Phase der Enddiastole</translation>
    </message>
    <message>
        <source>end_diastole_source</source>
        <translation>Enddiastole bestimmt</translation>
    </message>
    <message>
        <source>end_systole_phase</source>
        <translation>Phase der Endsystole</translation>
    </message>
    <message>
        <source>end_systole_source</source>
        <translation>Endsystole bestimmt</translation>
    </message>
    <message>
        <source>ended with exit code {code}</source>
        <translation>endete mit dem Code {code}</translation>
    </message>
    <message>
        <source>endocardial</source>
        <translation>endokardiale</translation>
    </message>
    <message>
        <source>endocardial_area_mm2</source>
        <translation>Endokardiale Fläche (mm²)</translation>
    </message>
    <message>
        <source>endocardium not smaller than the epicardium</source>
        <translation>Endokard nicht kleiner als das Epikard</translation>
    </message>
    <message>
        <source>endocardium {dice}</source>
        <translation>Endokard {dice}</translation>
    </message>
    <message>
        <source>epicardial</source>
        <translation>epikardiale</translation>
    </message>
    <message>
        <source>epicardial_area_mm2</source>
        <translation>Epikardiale Fläche (mm²)</translation>
    </message>
    <message>
        <source>epicardium {dice}</source>
        <translation>Epikard {dice}</translation>
    </message>
    <message>
        <source>esv_ml</source>
        <translation>ESV (ml)</translation>
    </message>
    <message>
        <source>esv_ml_per_m2</source>
        <translation>ESV (ml/m²)</translation>
    </message>
    <message>
        <source>choose a short-axis cine: several parallel slices, each with several phases</source>
        <translation>einen Kurzachsen-Cine wählen: mehrere parallele Schichten mit je mehreren Phasen</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>flags</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>flow (velocity) image, not anatomy</source>
        <translation>Flussbild (Geschwindigkeit), keine Anatomie</translation>
    </message>
    <message>
        <source>four</source>
        <translation>vier</translation>
    </message>
    <message>
        <source>from {low}</source>
        <translation>ab {low}</translation>
    </message>
    <message>
        <source>grey threshold of papillary muscles</source>
        <translation>Grauschwelle der Papillarmuskeln</translation>
    </message>
    <message>
        <source>grey_mean</source>
        <translation>Grauwerte, Mittelwert</translation>
    </message>
    <message>
        <source>grey_pixels</source>
        <translation>Grauwerte, Pixel</translation>
    </message>
    <message>
        <source>grey_sd</source>
        <translation>Grauwerte, SD</translation>
    </message>
    <message>
        <source>has changed</source>
        <translation>wurde geändert</translation>
    </message>
    <message>
        <source>has no usable pixel spacing (PixelSpacing)</source>
        <translation>hat keinen brauchbaren Pixelabstand (PixelSpacing)</translation>
    </message>
    <message>
        <source>has no usable position or orientation (ImagePositionPatient, ImageOrientationPatient)</source>
        <translation>hat keine brauchbare Lage oder Ausrichtung (ImagePositionPatient, ImageOrientationPatient)</translation>
    </message>
    <message>
        <source>has the unknown field {fields}</source>
        <translation>sie hat das unbekannte Feld {fields}</translation>
    </message>
    <message>
        <source>has_image</source>
        <translation>Bild vorhanden</translation>
    </message>
    <message>
        <source>heart rate</source>
        <translation>Herzfrequenz</translation>
    </message>
    <message>
        <source>heart rate bpm</source>
        <translation>Herzfrequenz</translation>
    </message>
    <message>
        <source>heart_rate_bpm</source>
        <translation>Herzfrequenz (/min)</translation>
    </message>
    <message>
        <source>height cm</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>height_cm</source>
        <translation>Größe (cm)</translation>
    </message>
    <message>
        <source>ids of 2 to {count} models, each once, or empty</source>
        <translation>Kennungen von 2 bis {count} Modellen, jede einmal, oder leer</translation>
    </message>
    <message>
        <source>ids of at least two other models</source>
        <translation>Kennungen von mindestens zwei anderen Modellen</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>images must be {shape}, not {found}</source>
        <translation>Bilder müssen {shape} sein, nicht {found}</translation>
    </message>
    <message>
        <source>images_counted</source>
        <translation>Gezählte Bilder</translation>
    </message>
    <message>
        <source>images_verified</source>
        <translation>Bestätigte Bilder</translation>
    </message>
    <message>
        <source>in percent of the thickness at end-diastole.</source>
        <translation>in Prozent der Dicke in der Enddiastole.</translation>
    </message>
    <message>
        <source>in percent of the thickness at end-diastole.{note}</source>
        <translation>in Prozent der Dicke in der Enddiastole.{note}</translation>
    </message>
    <message>
        <source>in the middle of the fine-tuning</source>
        <translation>mitten im Training</translation>
    </message>
    <message>
        <source>in the middle of the segmentation</source>
        <translation>mitten in der Segmentierung</translation>
    </message>
    <message>
        <source>in {path}</source>
        <translation>in {path}</translation>
    </message>
    <message>
        <source>instance number</source>
        <translation>Bildnummer</translation>
    </message>
    <message>
        <source>is a colour picture ({kind}), not a measured image</source>
        <translation>ist ein Farbbild ({kind}), kein gemessenes Bild</translation>
    </message>
    <message>
        <source>is a symbolic link</source>
        <translation>ist eine symbolische Verknüpfung</translation>
    </message>
    <message>
        <source>is encrypted</source>
        <translation>ist verschlüsselt</translation>
    </message>
    <message>
        <source>is new</source>
        <translation>ist neu</translation>
    </message>
    <message>
        <source>is no longer installed</source>
        <translation>ist nicht mehr installiert</translation>
    </message>
    <message>
        <source>is_end_diastole</source>
        <translation>Ist Enddiastole</translation>
    </message>
    <message>
        <source>is_end_systole</source>
        <translation>Ist Endsystole</translation>
    </message>
    <message>
        <source>it crashes the decoder</source>
        <translation>es bringt den Dekoder zum Absturz</translation>
    </message>
    <message>
        <source>its pixel data are cut short (the compressed image has no end)</source>
        <translation>ihre Pixeldaten sind abgeschnitten (das komprimierte Bild hat kein Ende)</translation>
    </message>
    <message>
        <source>its pixel data are cut short ({found} of {wanted} bytes)</source>
        <translation>ihre Pixeldaten sind abgeschnitten ({found} von {wanted} Bytes)</translation>
    </message>
    <message>
        <source>its pixel data are cut short or damaged: {system}</source>
        <translation>ihre Pixeldaten sind abgeschnitten oder beschädigt: {system}</translation>
    </message>
    <message>
        <source>its pixel data are missing: the file is cut short, or was exported without them</source>
        <translation>ihre Pixeldaten fehlen: Die Datei ist abgeschnitten oder wurde ohne sie exportiert</translation>
    </message>
    <message>
        <source>its pixel data cannot be decoded: {system}</source>
        <translation>ihre Pixeldaten lassen sich nicht dekodieren: {system}</translation>
    </message>
    <message>
        <source>its pixel data have the shape {shape}, not {rows} x {columns}</source>
        <translation>ihre Pixeldaten haben die Form {shape}, nicht {rows} x {columns}</translation>
    </message>
    <message>
        <source>its pixels cannot be read; the file is cut off or damaged ({system}). Export it again.</source>
        <translation>ihre Pixel können nicht gelesen werden; die Datei ist abgeschnitten oder beschädigt ({system}). Sie neu exportieren.</translation>
    </message>
    <message>
        <source>its shape is {shape} now, which is not that of the study that was read. Open it again.</source>
        <translation>ihre Form ist jetzt {shape}, nicht die der gelesenen Studie. Sie neu öffnen.</translation>
    </message>
    <message>
        <source>its values are {kind}; one plain number a pixel is needed. Convert it first.</source>
        <translation>ihre Werte sind {kind}; nötig ist eine einfache Zahl je Pixel. Sie erst umwandeln.</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>lacks {fields}</source>
        <translation>ihr fehlt {fields}</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>größer</translation>
    </message>
    <message>
        <source>leads out of the archive</source>
        <translation>führt aus dem Archiv hinaus</translation>
    </message>
    <message>
        <source>least share of the circumference</source>
        <translation>Mindestanteil des Umfangs</translation>
    </message>
    <message>
        <source>left ventricle</source>
        <translation>linker Ventrikel</translation>
    </message>
    <message>
        <source>length_mm</source>
        <translation>Länge (mm)</translation>
    </message>
    <message>
        <source>limits {lower} to {upper} {unit}</source>
        <translation>Grenzen {lower} bis {upper} {unit}</translation>
    </message>
    <message>
        <source>line {number} holds a point that is not finite: {text}. Mend that line.</source>
        <translation>Zeile {number} enthält einen Punkt, der nicht endlich ist: {text}. Diese Zeile berichtigen.</translation>
    </message>
    <message>
        <source>line {number} holds no `x y` point: {text}. Mend that line.</source>
        <translation>Zeile {number} enthält keinen Punkt `x y`: {text}. Diese Zeile berichtigen.</translation>
    </message>
    <message>
        <source>localizer (scout) image</source>
        <translation>Übersichtsbild (Scout)</translation>
    </message>
    <message>
        <source>lowest_quality</source>
        <translation>Niedrigste Qualität</translation>
    </message>
    <message>
        <source>lv_mass_g</source>
        <translation>LV-Masse (g)</translation>
    </message>
    <message>
        <source>lv_mass_g_per_m2</source>
        <translation>LV-Masse (g/m²)</translation>
    </message>
    <message>
        <source>lv_volume_ml</source>
        <translation>LV-Volumen (ml)</translation>
    </message>
    <message>
        <source>made_at</source>
        <translation>Erstellt am</translation>
    </message>
    <message>
        <source>male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>mean {mean}, difference {difference} {unit}</source>
        <translation>Mittel {mean}, Differenz {difference} {unit}</translation>
    </message>
    <message>
        <source>measurements</source>
        <translation>Messungen</translation>
    </message>
    <message>
        <source>mid anterior</source>
        <translation>mittventrikulär anterior</translation>
    </message>
    <message>
        <source>mid anterolateral</source>
        <translation>mittventrikulär anterolateral</translation>
    </message>
    <message>
        <source>mid anteroseptal</source>
        <translation>mittventrikulär anteroseptal</translation>
    </message>
    <message>
        <source>mid inferior</source>
        <translation>mittventrikulär inferior</translation>
    </message>
    <message>
        <source>mid inferolateral</source>
        <translation>mittventrikulär inferolateral</translation>
    </message>
    <message>
        <source>mid inferoseptal</source>
        <translation>mittventrikulär inferoseptal</translation>
    </message>
    <message>
        <source>mid {slices}</source>
        <translation>mittig {slices}</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>model's file</source>
        <translation>Modelldatei</translation>
    </message>
    <message>
        <source>more than {count} files; choose the folder of one examination.</source>
        <translation>mehr als {count} Dateien; den Ordner einer Untersuchung wählen.</translation>
    </message>
    <message>
        <source>most apical contour</source>
        <translation>apikalste Kontur</translation>
    </message>
    <message>
        <source>most basal contour</source>
        <translation>basalste Kontur</translation>
    </message>
    <message>
        <source>ms after {time}</source>
        <translation>ms nach {time}</translation>
    </message>
    <message>
        <source>myocardium</source>
        <translation>Myokard</translation>
    </message>
    <message>
        <source>myocardium {dice}</source>
        <translation>Myokard {dice}</translation>
    </message>
    <message>
        <source>names an unknown transfer syntax ({id}); export it again</source>
        <translation>nennt eine unbekannte Transfersyntax ({id}); neu exportieren</translation>
    </message>
    <message>
        <source>names no transfer syntax, so its bytes have no certain meaning; export it again</source>
        <translation>nennt keine Transfersyntax, die Bytes haben also keine sichere Bedeutung; neu exportieren</translation>
    </message>
    <message>
        <source>no SOP class</source>
        <translation>keine SOP-Klasse</translation>
    </message>
    <message>
        <source>no cine: one image at its place (localizer or still image)</source>
        <translation>kein Cine: ein Bild an seinem Ort (Übersichts- oder Standbild)</translation>
    </message>
    <message>
        <source>no fine-tuning was begun here; begin another one</source>
        <translation>hier wurde kein Training begonnen; ein anderes beginnen</translation>
    </message>
    <message>
        <source>no image</source>
        <translation>kein Bild</translation>
    </message>
    <message>
        <source>no image of its short-axis cine can be decoded ({reason}); export them again.</source>
        <translation>kein Bild seines Kurzachsen-Cines lässt sich dekodieren ({reason}); sie neu exportieren.</translation>
    </message>
    <message>
        <source>no pixel data</source>
        <translation>keine Pixeldaten</translation>
    </message>
    <message>
        <source>no place has several images over the cardiac cycle</source>
        <translation>kein Ort hat mehrere Bilder über den Herzzyklus</translation>
    </message>
    <message>
        <source>no short-axis cine: {reason}; {expected}.</source>
        <translation>kein Kurzachsen-Cine: {reason}; {expected}.</translation>
    </message>
    <message>
        <source>none of its values is a finite number. Choose another file.</source>
        <translation>keiner ihrer Werte ist eine endliche Zahl. Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>none of its {count} MR images belongs to one ({listed})</source>
        <translation>keines seiner {count} MR-Bilder gehört zu einem ({listed})</translation>
    </message>
    <message>
        <source>not a DICOM file</source>
        <translation>keine DICOM-Datei</translation>
    </message>
    <message>
        <source>not a DICOM file: it lacks the DICOM mark, and no MR image with a position can be read</source>
        <translation>keine DICOM-Datei: Die DICOM-Kennung fehlt, und kein MR-Bild mit einer Lage ist zu lesen</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>not an MR image ({kind})</source>
        <translation>kein MR-Bild ({kind})</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht bestätigt</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>noch nicht bestätigt</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>null or model_id@version</source>
        <translation>null oder model_id@version</translation>
    </message>
    <message>
        <source>numbers by metric by test set</source>
        <translation>Zahlen je Maß je Testmenge</translation>
    </message>
    <message>
        <source>numbers signed off, content {hash}</source>
        <translation>Zahlen freigegeben, Inhalt {hash}</translation>
    </message>
    <message>
        <source>on the slice beside it</source>
        <translation>auf der Schicht daneben</translation>
    </message>
    <message>
        <source>on the slices beside it</source>
        <translation>auf den Schichten daneben</translation>
    </message>
    <message>
        <source>one of {names}</source>
        <translation>eines von {names}</translation>
    </message>
    <message>
        <source>only {count} of {usual} phases at this place ({number} of {slices} from the base)</source>
        <translation>nur {count} von {usual} Phasen an diesem Ort ({number} von {slices} ab der Basis)</translation>
    </message>
    <message>
        <source>only {who}</source>
        <translation>nur {who}</translation>
    </message>
    <message>
        <source>order of the files</source>
        <translation>Reihenfolge der Dateien</translation>
    </message>
    <message>
        <source>other matrix size ({rows} x {columns}, not {shown_rows} x {shown_columns})</source>
        <translation>andere Matrixgröße ({rows} x {columns}, nicht {shown_rows} x {shown_columns})</translation>
    </message>
    <message>
        <source>other orientation (turned by {angle} degrees)</source>
        <translation>andere Ausrichtung (um {angle} Grad gedreht)</translation>
    </message>
    <message>
        <source>other pixel spacing ({ours} mm, not {theirs} mm)</source>
        <translation>anderer Pixelabstand ({ours} mm, nicht {theirs} mm)</translation>
    </message>
    <message>
        <source>patient {id}</source>
        <translation>Patient {id}</translation>
    </message>
    <message>
        <source>patient_name</source>
        <translation>Patientenname</translation>
    </message>
    <message>
        <source>peak ejection rate</source>
        <translation>maximale Austreibungsrate</translation>
    </message>
    <message>
        <source>peak filling rate</source>
        <translation>maximale Füllungsrate</translation>
    </message>
    <message>
        <source>peak_ejection_edv_per_s</source>
        <translation>Maximale Austreibungsrate (EDV/s)</translation>
    </message>
    <message>
        <source>peak_ejection_ml_per_s</source>
        <translation>Maximale Austreibungsrate (ml/s)</translation>
    </message>
    <message>
        <source>peak_filling_edv_per_s</source>
        <translation>Maximale Füllungsrate (EDV/s)</translation>
    </message>
    <message>
        <source>peak_filling_ml_per_s</source>
        <translation>Maximale Füllungsrate (ml/s)</translation>
    </message>
    <message>
        <source>percentage of the cardiac phase</source>
        <translation>Prozent der Herzphase</translation>
    </message>
    <message>
        <source>phase {phase}</source>
        <translation>Phase {phase}</translation>
    </message>
    <message>
        <source>phase {phase} of {count}</source>
        <translation>Phase {phase} von {count}</translation>
    </message>
    <message>
        <source>phase {phase}, slices {levels}.</source>
        <translation>Phase {phase}, Schichten {levels}.</translation>
    </message>
    <message>
        <source>phases {numbers}</source>
        <translation>Phasen {numbers}</translation>
    </message>
    <message>
        <source>please repeat the segmentation</source>
        <translation>bitte die Segmentierung wiederholen</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>pooled {dice}</source>
        <translation>gesamt {dice}</translation>
    </message>
    <message>
        <source>position_mm</source>
        <translation>Lage (mm)</translation>
    </message>
    <message>
        <source>pseudonym</source>
        <translation>Pseudonym</translation>
    </message>
    <message>
        <source>quality {quality}, {verdict}</source>
        <translation>Qualität {quality}, {verdict}</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>reading it takes longer than {seconds} s</source>
        <translation>das Lesen dauert länger als {seconds} s</translation>
    </message>
    <message>
        <source>readings revealed: {text}</source>
        <translation>Befundungen aufgedeckt: {text}</translation>
    </message>
    <message>
        <source>refused: it claims {count} frames</source>
        <translation>abgelehnt: Sie gibt {count} Einzelbilder an</translation>
    </message>
    <message>
        <source>refused: it claims {rows} x {columns} pixels, more than any cardiac image has</source>
        <translation>abgelehnt: Sie gibt {rows} x {columns} Pixel an, mehr als jedes Herzbild hat</translation>
    </message>
    <message>
        <source>refused: it inflates to more than {size} MB, which no genuine image file does</source>
        <translation>abgelehnt: Entpackt ist sie größer als {size} MB, was keine echte Bilddatei ist</translation>
    </message>
    <message>
        <source>refused: its entry {text} is a symbolic link; zip the examination anew, without password and links.</source>
        <translation>abgelehnt: Sein Eintrag {text} ist eine symbolische Verknüpfung; die Untersuchung ohne Passwort und Verknüpfungen neu verpacken.</translation>
    </message>
    <message>
        <source>refused: its entry {text} is encrypted; zip the examination anew, without password and links.</source>
        <translation>abgelehnt: Sein Eintrag {text} ist verschlüsselt; die Untersuchung ohne Passwort und Verknüpfungen neu verpacken.</translation>
    </message>
    <message>
        <source>refused: its entry {text} leads out of the archive; zip the examination anew, without password and links.</source>
        <translation>abgelehnt: Sein Eintrag {text} führt aus dem Archiv hinaus; die Untersuchung ohne Passwort und Verknüpfungen neu verpacken.</translation>
    </message>
    <message>
        <source>refused: its entry {text} unpacks to over {ratio} times its size, like a zip bomb; zip the examination anew, without password and links.</source>
        <translation>abgelehnt: Sein Eintrag {text} ist entpackt über {ratio}-mal so groß, wie eine Zip-Bombe; die Untersuchung ohne Passwort und Verknüpfungen neu verpacken.</translation>
    </message>
    <message>
        <source>refused: its entry {text} {problem}; zip the examination anew, without password and links.</source>
        <translation>abgelehnt: Sein Eintrag {text} {problem}; die Untersuchung ohne Passwort und Verknüpfungen neu verpacken.</translation>
    </message>
    <message>
        <source>refused: its sequences are nested too deep to be genuine</source>
        <translation>abgelehnt: Ihre Sequenzen sind zu tief verschachtelt, um echt zu sein</translation>
    </message>
    <message>
        <source>refused: reading it takes more memory than any genuine file needs</source>
        <translation>abgelehnt: Das Lesen braucht mehr Speicher als jede echte Datei</translation>
    </message>
    <message>
        <source>refused: this zip has {count} entries; zip one examination alone.</source>
        <translation>abgelehnt: Dieses Zip hat {count} Einträge; nur eine Untersuchung verpacken.</translation>
    </message>
    <message>
        <source>refused: this zip unpacks to over {ratio} times its size, like a zip bomb; zip one examination anew.</source>
        <translation>abgelehnt: Dieses Zip ist entpackt über {ratio}-mal so groß, wie eine Zip-Bombe; eine Untersuchung neu verpacken.</translation>
    </message>
    <message>
        <source>refused: this zip unpacks to {size} GB; zip one examination alone.</source>
        <translation>abgelehnt: Dieses Zip ist entpackt {size} GB groß; nur eine Untersuchung verpacken.</translation>
    </message>
    <message>
        <source>refused: {reason}</source>
        <translation>abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>reported_by</source>
        <translation>Befundet von</translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>reviewers</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>row_spacing_mm</source>
        <translation>Zeilenabstand (mm)</translation>
    </message>
    <message>
        <source>rv insertion</source>
        <translation>RV-Ansatz</translation>
    </message>
    <message>
        <source>series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>sex and age</source>
        <translation>Geschlecht und Alter</translation>
    </message>
    <message>
        <source>signal {number}</source>
        <translation>Signal {number}</translation>
    </message>
    <message>
        <source>signatures</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>signatures_void</source>
        <translation>Ungültige Freigaben</translation>
    </message>
    <message>
        <source>slice {numbers}, not {left_out}</source>
        <translation>Schicht {numbers}, ohne {left_out}</translation>
    </message>
    <message>
        <source>slice {slice} has more images than the cine has phases: this one lies in between</source>
        <translation>Schicht {slice} hat mehr Bilder, als das Cine Phasen hat: dieses liegt dazwischen</translation>
    </message>
    <message>
        <source>slice {slice} was acquired {count} times: the later complete one is used</source>
        <translation>Schicht {slice} wurde {count}-mal aufgenommen: die spätere vollständige wird verwendet</translation>
    </message>
    <message>
        <source>slice_thickness_mm</source>
        <translation>Schichtdicke (mm)</translation>
    </message>
    <message>
        <source>slices {first} to {last}</source>
        <translation>Schichten {first} bis {last}</translation>
    </message>
    <message>
        <source>slices {numbers}</source>
        <translation>Schichten {numbers}</translation>
    </message>
    <message>
        <source>slices {numbers}, not {left_out}</source>
        <translation>Schichten {numbers}, ohne {left_out}</translation>
    </message>
    <message>
        <source>slow ({how_many} networks)</source>
        <translation>langsam ({how_many} Netze)</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>kleiner</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>geändert seit Bestätigung</translation>
    </message>
    <message>
        <source>start the fine-tuning again, and it goes on from its last epoch</source>
        <translation>das Training wieder starten, dann geht es ab seiner letzten Epoche weiter</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>study {id}</source>
        <translation>Studie {id}</translation>
    </message>
    <message>
        <source>study_uid</source>
        <translation>Study UID</translation>
    </message>
    <message>
        <source>sv_ml</source>
        <translation>SV (ml)</translation>
    </message>
    <message>
        <source>sv_ml_per_m2</source>
        <translation>SV (ml/m²)</translation>
    </message>
    <message>
        <source>taken_from</source>
        <translation>Gemessen an</translation>
    </message>
    <message>
        <source>temporal position</source>
        <translation>zeitlicher Lage</translation>
    </message>
    <message>
        <source>the arrays unpack to more than the {count} bytes that the architecture has.</source>
        <translation>entpackt sind die Felder größer als die {count} Bytes der Architektur.</translation>
    </message>
    <message>
        <source>the disk did not answer for {seconds} seconds.</source>
        <translation>der Datenträger antwortete {seconds} Sekunden lang nicht.</translation>
    </message>
    <message>
        <source>the disk failed or is full. Check the disk and save again</source>
        <translation>Der Datenträger versagt oder ist voll. Den Datenträger prüfen und erneut sichern</translation>
    </message>
    <message>
        <source>the disk is full. Free some space and save again</source>
        <translation>Der Datenträger ist voll. Platz schaffen und erneut sichern</translation>
    </message>
    <message>
        <source>the file cannot be opened. Check the folder and its permissions or choose another workspace</source>
        <translation>Die Datei kann nicht geöffnet werden. Den Ordner und seine Rechte prüfen oder einen anderen Arbeitsbereich wählen</translation>
    </message>
    <message>
        <source>the file cannot be written. Check its permissions or choose another workspace</source>
        <translation>Die Datei kann nicht geschrieben werden. Ihre Rechte prüfen oder einen anderen Arbeitsbereich wählen</translation>
    </message>
    <message>
        <source>the file cannot be written: {system}. Choose another place or free some space.</source>
        <translation>die Datei kann nicht geschrieben werden: {system}. Einen anderen Ort wählen oder Platz schaffen.</translation>
    </message>
    <message>
        <source>the file is damaged or no workspace at all. Move it away, or choose another workspace</source>
        <translation>Die Datei ist beschädigt oder gar kein Arbeitsbereich. Die Datei entfernen oder einen anderen Arbeitsbereich wählen</translation>
    </message>
    <message>
        <source>the file is damaged. Move it away and put back a copy, or choose another workspace</source>
        <translation>Die Datei ist beschädigt. Die Datei entfernen und eine Kopie zurücklegen oder einen anderen Arbeitsbereich wählen</translation>
    </message>
    <message>
        <source>the fine-tuning cannot be removed ({system}). Close other programs that use the folder, then try again.</source>
        <translation>das Training kann nicht entfernt werden ({system}). Andere Programme schließen, die den Ordner benutzen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>the header's pixel spacing is {spacing}; set pixdim to the true spacing.</source>
        <translation>der Pixelabstand im Dateikopf ist {spacing}; pixdim auf den wahren Abstand setzen.</translation>
    </message>
    <message>
        <source>the history of versions cannot be written ({system}). Check that you may write there, and free some space.</source>
        <translation>die Geschichte der Versionen kann nicht geschrieben werden ({system}). Prüfen, ob Sie dort schreiben dürfen, und Platz schaffen.</translation>
    </message>
    <message>
        <source>the model cannot be kept ({system}). Free some space.</source>
        <translation>das Modell kann nicht behalten werden ({system}). Platz schaffen.</translation>
    </message>
    <message>
        <source>the model card cannot be written ({system}). Check that you may write there, and free some space.</source>
        <translation>die Modellkarte kann nicht geschrieben werden ({system}). Prüfen, ob Sie dort schreiben dürfen, und Platz schaffen.</translation>
    </message>
    <message>
        <source>the model's file cannot be written ({system}). Choose another place or free some space.</source>
        <translation>die Modelldatei kann nicht geschrieben werden ({system}). Einen anderen Ort wählen oder Platz schaffen.</translation>
    </message>
    <message>
        <source>the movie was not encoded completely. Free some space, or export it as a GIF.</source>
        <translation>der Film wurde nicht vollständig geschrieben. Platz schaffen oder ihn als GIF ausgeben.</translation>
    </message>
    <message>
        <source>the name holds neither {text}: say which structure the contour encloses.</source>
        <translation>der Name enthält weder {text}: angeben, welche Struktur die Kontur umschließt.</translation>
    </message>
    <message>
        <source>the picture cannot be encoded as PNG. Close other programs and try again.</source>
        <translation>das Bild kann nicht als PNG geschrieben werden. Andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>the sign-off of {person} is void.</source>
        <translation>die Freigabe von {person} ist ungültig.</translation>
    </message>
    <message>
        <source>the version cannot be removed ({system}). Close other programs that use the folder, then try again.</source>
        <translation>die Version kann nicht entfernt werden ({system}). Andere Programme schließen, die den Ordner benutzen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>the weights cannot be written ({system}). Check that you may write there, and free some space.</source>
        <translation>die Gewichte können nicht geschrieben werden ({system}). Prüfen, ob Sie dort schreiben dürfen, und Platz schaffen.</translation>
    </message>
    <message>
        <source>the workbook cannot be made: {system}. Free some space for temporary files.</source>
        <translation>die Arbeitsmappe kann nicht erstellt werden: {system}. Platz für temporäre Dateien schaffen.</translation>
    </message>
    <message>
        <source>the workspace refused: {system}</source>
        <translation>der Arbeitsbereich lehnte ab: {system}</translation>
    </message>
    <message>
        <source>the {what} cannot be written ({system}). Check that you may write there, and free some space.</source>
        <translation>{what}: kann nicht geschrieben werden ({system}). Prüfen, ob Sie dort schreiben dürfen, und Platz schaffen.</translation>
    </message>
    <message>
        <source>there are no MR images among its {count} files</source>
        <translation>unter seinen {count} Dateien sind keine MR-Bilder</translation>
    </message>
    <message>
        <source>there are no files in it; {expected}.</source>
        <translation>es sind keine Dateien darin; {expected}.</translation>
    </message>
    <message>
        <source>there are {count} arrays of weights, but the architecture has {wanted}.</source>
        <translation>es gibt {count} Felder von Gewichten, die Architektur hat aber {wanted}.</translation>
    </message>
    <message>
        <source>there is no MR image in it</source>
        <translation>es ist kein MR-Bild darin</translation>
    </message>
    <message>
        <source>there is no operation of the kind {text}</source>
        <translation>es gibt keine Operation der Art {text}</translation>
    </message>
    <message>
        <source>there is no step of the kind {text}</source>
        <translation>es gibt keinen Schritt der Art {text}</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such file or folder; choose a folder of DICOM images.</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht; einen Ordner mit DICOM-Bildern wählen.</translation>
    </message>
    <message>
        <source>this cannot be read as a NIfTI file ({system}). Choose another file.</source>
        <translation>das kann nicht als NIfTI-Datei gelesen werden ({system}). Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>this cannot be read as a TIFF mask ({system}). Choose another file.</source>
        <translation>das kann nicht als TIFF-Maske gelesen werden ({system}). Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>this cannot be read as contour text ({system}). Choose a text file of points.</source>
        <translation>das kann nicht als Konturtext gelesen werden ({system}). Eine Textdatei mit Punkten wählen.</translation>
    </message>
    <message>
        <source>this computer cannot encode MP4. Export the movie as a GIF.</source>
        <translation>dieser Rechner kann kein MP4 schreiben. Den Film als GIF ausgeben.</translation>
    </message>
    <message>
        <source>this is no NIfTI file but {kind}. Convert it to NIfTI first.</source>
        <translation>das ist keine NIfTI-Datei, sondern {kind}. Zuerst in NIfTI umwandeln.</translation>
    </message>
    <message>
        <source>this zip cannot be unpacked ({system}); {advice}.</source>
        <translation>dieses Zip kann nicht entpackt werden ({system}); {advice}.</translation>
    </message>
    <message>
        <source>three</source>
        <translation>drei</translation>
    </message>
    <message>
        <source>time_ms</source>
        <translation>Zeit (ms)</translation>
    </message>
    <message>
        <source>time_to_peak_ejection_ms</source>
        <translation>Zeit bis zur maximalen Austreibung (ms)</translation>
    </message>
    <message>
        <source>time_to_peak_filling_ms</source>
        <translation>Zeit bis zur maximalen Füllung (ms)</translation>
    </message>
    <message>
        <source>to phase</source>
        <translation>bis Phase</translation>
    </message>
    <message>
        <source>trigger time</source>
        <translation>Triggerzeit</translation>
    </message>
    <message>
        <source>two</source>
        <translation>zwei</translation>
    </message>
    <message>
        <source>unlike here</source>
        <translation>anders als hier</translation>
    </message>
    <message>
        <source>unpack it yourself and open the folder</source>
        <translation>selbst entpacken und den Ordner öffnen</translation>
    </message>
    <message>
        <source>unpacks to over {ratio} times its size, like a zip bomb</source>
        <translation>ist entpackt über {ratio}-mal so groß, wie eine Zip-Bombe</translation>
    </message>
    <message>
        <source>up to {high}</source>
        <translation>bis {high}</translation>
    </message>
    <message>
        <source>verified_at_utc</source>
        <translation>Bestätigt (UTC)</translation>
    </message>
    <message>
        <source>volumes</source>
        <translation>Volumina</translation>
    </message>
    <message>
        <source>was killed by {signal}</source>
        <translation>wurde beendet durch {signal}</translation>
    </message>
    <message>
        <source>was removed</source>
        <translation>wurde entfernt</translation>
    </message>
    <message>
        <source>weight kg</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>weight_kg</source>
        <translation>Gewicht (kg)</translation>
    </message>
    <message>
        <source>while it loaded a model</source>
        <translation>beim Laden eines Modells</translation>
    </message>
    <message>
        <source>while it started</source>
        <translation>beim Start</translation>
    </message>
    <message>
        <source>withheld</source>
        <translation>nicht genannt</translation>
    </message>
    <message>
        <source>{action} by {step_mm} mm</source>
        <translation>{action} um {step_mm} mm</translation>
    </message>
    <message>
        <source>{action} the active contour by {step_mm} mm</source>
        <translation>Aktive Kontur: {action} um {step_mm} mm</translation>
    </message>
    <message>
        <source>{age} years</source>
        <translation>{age} Jahre</translation>
    </message>
    <message>
        <source>{caption} No thickening: {reason}</source>
        <translation>{caption} Keine Verdickung: {reason}</translation>
    </message>
    <message>
        <source>{conflict} Choose another key.</source>
        <translation>{conflict} Eine andere Taste wählen.</translation>
    </message>
    <message>
        <source>{contours} at end-diastole and end-systole</source>
        <translation>{contours} in Enddiastole und Endsystole</translation>
    </message>
    <message>
        <source>{count} changed since it was verified</source>
        <translation>{count} geändert seit der Bestätigung</translation>
    </message>
    <message>
        <source>{count} characters cannot be printed here ({scripts}); they stand as their Unicode numbers in square brackets. The HTML report shows them as they are.</source>
        <translation>{count} Zeichen können hier nicht gedruckt werden ({scripts}); sie stehen als Unicode-Nummern in eckigen Klammern. Der HTML-Bericht zeigt sie, wie sie sind.</translation>
    </message>
    <message>
        <source>{count} contours at end-diastole and end-systole</source>
        <translation>{count} Konturen in Enddiastole und Endsystole</translation>
    </message>
    <message>
        <source>{count} contours at end-diastole and end-systole; weights {licence}</source>
        <translation>{count} Konturen in Enddiastole und Endsystole; Gewichte {licence}</translation>
    </message>
    <message>
        <source>{count} drawn by a model, not verified</source>
        <translation>{count} von einem Modell gezeichnet, nicht bestätigt</translation>
    </message>
    <message>
        <source>{count} edited by a reader, not verified</source>
        <translation>{count} von einem Leser bearbeitet, nicht bestätigt</translation>
    </message>
    <message>
        <source>{count} frames came, and durations for {wanted}.</source>
        <translation>Es kamen {count} Bilder, und eine Dauer für {wanted}.</translation>
    </message>
    <message>
        <source>{count} image</source>
        <translation>{count} Bild</translation>
    </message>
    <message>
        <source>{count} image left out: {reason}.</source>
        <translation>{count} Bild weggelassen: {reason}.</translation>
    </message>
    <message>
        <source>{count} images left out: {reason}.</source>
        <translation>{count} Bilder weggelassen: {reason}.</translation>
    </message>
    <message>
        <source>{count} images of different place or time share one SOPInstanceUID; all are kept.</source>
        <translation>{count} Bilder verschiedener Orte oder Zeiten teilen eine SOPInstanceUID; alle bleiben.</translation>
    </message>
    <message>
        <source>{count} of {total}, at slices {slices}</source>
        <translation>{count} von {total}, in den Schichten {slices}</translation>
    </message>
    <message>
        <source>{count} pixels are none of pure red, green and blue, the first at row {row}, column {column} with {colour}. Save the mask without smoothing or lossy compression.</source>
        <translation>{count} Pixel sind weder reines Rot noch Grün noch Blau, das erste in Zeile {row}, Spalte {column} mit {colour}. Die Maske ohne Glättung und verlustfrei speichern.</translation>
    </message>
    <message>
        <source>{count} pixels are not finite numbers: they are shown black.</source>
        <translation>{count} Pixel sind keine endlichen Zahlen: Sie werden schwarz gezeigt.</translation>
    </message>
    <message>
        <source>{count} studies imported, {unreadable} cannot be read: the work list says why</source>
        <translation>{count} Studien importiert, {unreadable} nicht lesbar: die Arbeitsliste sagt, warum</translation>
    </message>
    <message>
        <source>{diastole_ml} ml at end-diastole, {systole_ml} ml at end-systole</source>
        <translation>{diastole_ml} ml in der Enddiastole, {systole_ml} ml in der Endsystole</translation>
    </message>
    <message>
        <source>{difference} than in the rest of its series</source>
        <translation>{difference} als im Rest seiner Serie</translation>
    </message>
    <message>
        <source>{fact} in {unit}</source>
        <translation>{fact} in {unit}</translation>
    </message>
    <message>
        <source>{fact} in {unit}, {least} to {greatest}; empty for what the header says</source>
        <translation>{fact} in {unit}, {least} bis {greatest}; leer gilt, was der Dateikopf sagt</translation>
    </message>
    <message>
        <source>{field}: {value} {unit} cannot be. Enter {least} to {greatest} {units}.</source>
        <translation>{field}: {value} {unit} kann nicht sein. {least} bis {greatest} {units} eingeben.</translation>
    </message>
    <message>
        <source>{file} is compressed or claims to be larger than the file.</source>
        <translation>{file} ist komprimiert oder gibt sich größer als die Datei.</translation>
    </message>
    <message>
        <source>{gesture} (under way)</source>
        <translation>{gesture} (noch im Gange)</translation>
    </message>
    <message>
        <source>{id} has no version {version}; choose one of {names}.</source>
        <translation>{id} hat keine Version {version}; eine davon wählen: {names}.</translation>
    </message>
    <message>
        <source>{id} is an ensemble and does not learn: choose one of its networks, {names}.</source>
        <translation>{id} ist ein Ensemble und lernt nicht: eines seiner Netze wählen, {names}.</translation>
    </message>
    <message>
        <source>{id} is an ensemble: export its networks, {names}.</source>
        <translation>{id} ist ein Ensemble: seine Netze exportieren, {names}.</translation>
    </message>
    <message>
        <source>{id} is here already with other content (SHA-256 {hash}, not {code}): it stays as it is. Ask for the other one under a name of its own.</source>
        <translation>{id} ist schon mit anderem Inhalt hier (SHA-256 {hash}, nicht {code}) und bleibt, wie es ist. Das andere unter einem eigenen Namen erbitten.</translation>
    </message>
    <message>
        <source>{id} is or was in use: it stays, so that contours know what drew them. Choose another version to remove.</source>
        <translation>{id} ist oder war in Gebrauch und bleibt, damit Konturen wissen, was sie gezeichnet hat. Zum Entfernen eine andere Version wählen.</translation>
    </message>
    <message>
        <source>{id} stays: another version was trained from it. Remove that one first.</source>
        <translation>{id} bleibt: Eine andere Version wurde daraus trainiert. Erst diese entfernen.</translation>
    </message>
    <message>
        <source>{id} was never compared with another version: compare it first.</source>
        <translation>{id} wurde nie mit einer anderen Version verglichen: zuerst vergleichen.</translation>
    </message>
    <message>
        <source>{id} was not compared with {version}, which is in use: compare it again.</source>
        <translation>{id} wurde nicht mit {version} verglichen, das in Gebrauch ist: erneut vergleichen.</translation>
    </message>
    <message>
        <source>{id}@{version} is in use, and there was none before it: nothing to roll back to. Choose another version instead.</source>
        <translation>{id}@{version} ist in Gebrauch, und davor war keine: Es gibt nichts, wohin man zurück könnte. Stattdessen eine andere Version wählen.</translation>
    </message>
    <message>
        <source>{images} left out: {reason}.</source>
        <translation>{images} weggelassen: {reason}.</translation>
    </message>
    <message>
        <source>{key} belongs to “{action}”. Choose another key or take it over.</source>
        <translation>{key} gehört zu „{action}“. Eine andere Taste wählen oder sie übernehmen.</translation>
    </message>
    <message>
        <source>{kind}, version {version}</source>
        <translation>{kind}, Version {version}</translation>
    </message>
    <message>
        <source>{label}
mean {mean}, difference {difference} {unit}</source>
        <translation>{label}
Mittel {mean}, Differenz {difference} {unit}</translation>
    </message>
    <message>
        <source>{label}: hidden until {person} has signed it off.</source>
        <translation>{label}: verborgen, bis {person} freigegeben hat.</translation>
    </message>
    <message>
        <source>{label}: not signed off by {person}.</source>
        <translation>{label}: nicht freigegeben von {person}.</translation>
    </message>
    <message>
        <source>{length} cm</source>
        <translation>{length} cm</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{mark}  phase {phase}</source>
        <translation>{mark}  Phase {phase}</translation>
    </message>
    <message>
        <source>{mark}  phase {phase}  ·  {volume} ml</source>
        <translation>{mark}  Phase {phase}  ·  {volume} ml</translation>
    </message>
    <message>
        <source>{meaning}, per m² of body surface area</source>
        <translation>{meaning}, je m² Körperoberfläche</translation>
    </message>
    <message>
        <source>{measure} per m²</source>
        <translation>{measure} je m²</translation>
    </message>
    <message>
        <source>{measure}: bias {bias} {unit}, {limits}, {icc}, {count} studies</source>
        <translation>{measure}: Bias {bias} {unit}, {limits}, {icc}, {count} Studien</translation>
    </message>
    <message>
        <source>{measure}: no study</source>
        <translation>{measure}: keine Studie</translation>
    </message>
    <message>
        <source>{measure}: normal</source>
        <translation>{measure}: normal</translation>
    </message>
    <message>
        <source>{model} of Sinha et al. (ICMLA 2020), trained on short-axis cine MRI at end-diastole and end-systole; papillary muscles count to the cavity. For research use.</source>
        <translation>{model} nach Sinha et al. (ICMLA 2020), trainiert mit Kurzachsen-Cine-MRT in Enddiastole und Endsystole; Papillarmuskeln zählen zur Höhle. Nur für die Forschung.</translation>
    </message>
    <message>
        <source>{names}: not signed off yet, or changed since. The readings are shown to each other once all have signed the study off, or a supervisor reveals them (Verify &gt; Readers).</source>
        <translation>{names}: noch nicht freigegeben oder seither geändert. Die Befundungen werden einander gezeigt, sobald alle die Studie freigegeben haben oder eine Aufsicht sie aufdeckt (Prüfen &gt; Leser).</translation>
    </message>
    <message>
        <source>{name} is no name for an experiment: give it one with letters or digits.</source>
        <translation>{name} ist kein Name für ein Experiment: ihm einen mit Buchstaben oder Ziffern geben.</translation>
    </message>
    <message>
        <source>{name}: this reader has verified nothing here; choose one of {names}.</source>
        <translation>{name}: Dieser Leser hat hier nichts bestätigt; eines davon wählen: {names}.</translation>
    </message>
    <message>
        <source>{number_name}_normal_high</source>
        <translation>{number_name} – Normbereich bis</translation>
    </message>
    <message>
        <source>{number_name}_normal_low</source>
        <translation>{number_name} – Normbereich ab</translation>
    </message>
    <message>
        <source>{number} ms after {time}</source>
        <translation>{number} ms nach {time}</translation>
    </message>
    <message>
        <source>{path}: a history of more than {count} bytes is not believed. Put back a good copy of the file.</source>
        <translation>{path}: Einer Geschichte von mehr als {count} Bytes wird nicht geglaubt. Eine gute Kopie der Datei zurücklegen.</translation>
    </message>
    <message>
        <source>{path}: a model card must be a JSON object, not {kind}. Install the model again.</source>
        <translation>{path}: Eine Modellkarte muss ein JSON-Objekt sein, nicht {kind}. Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: a model card of more than {count} bytes is not believed. Install the model again.</source>
        <translation>{path}: Einer Modellkarte von mehr als {count} Bytes wird nicht geglaubt. Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: a model's file of more than {count} bytes is not believed. Choose a model's file (*{endings}).</source>
        <translation>{path}: Einer Modelldatei von mehr als {count} Bytes wird nicht geglaubt. Eine Modelldatei wählen (*{endings}).</translation>
    </message>
    <message>
        <source>{path}: a reader's name cannot contain “{text}”. Choose another name.</source>
        <translation>{path}: Der Name eines Lesers darf „{text}“ nicht enthalten. Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{path}: a sign-off needs the reader's name. Enter it and sign again.</source>
        <translation>{path}: Eine Freigabe braucht den Namen des Lesers. Eingeben und erneut unterschreiben.</translation>
    </message>
    <message>
        <source>{path}: a verification needs the reviewer's name. Enter it and verify again.</source>
        <translation>{path}: Eine Bestätigung braucht den Namen des Befunders. Eingeben und erneut bestätigen.</translation>
    </message>
    <message>
        <source>{path}: an ensemble has no weights of its own; its members {names} have. Choose one of them.</source>
        <translation>{path}: Ein Ensemble hat keine eigenen Gewichte; seine Mitglieder {names} haben welche. Eines von ihnen wählen.</translation>
    </message>
    <message>
        <source>{path}: an ensemble is no model of its own. Import networks, one file each.</source>
        <translation>{path}: Ein Ensemble ist kein eigenes Modell. Netze importieren, je eine Datei.</translation>
    </message>
    <message>
        <source>{path}: cannot be watched: {system}.</source>
        <translation>{path}: kann nicht beobachtet werden: {system}.</translation>
    </message>
    <message>
        <source>{path}: edit {id} cannot be read; {damage}.</source>
        <translation>{path}: Änderung {id} kann nicht gelesen werden; {damage}.</translation>
    </message>
    <message>
        <source>{path}: edit {id} is not what was written; {damage}.</source>
        <translation>{path}: Änderung {id} ist nicht, was geschrieben wurde; {damage}.</translation>
    </message>
    <message>
        <source>{path}: fact {id} ({name}) cannot be read; {damage}.</source>
        <translation>{path}: Angabe {id} ({name}) kann nicht gelesen werden; {damage}.</translation>
    </message>
    <message>
        <source>{path}: line {number} names no model and version. Remove that line, or put back a good copy of the file.</source>
        <translation>{path}: Zeile {number} nennt kein Modell mit Version. Die Zeile entfernen oder eine gute Kopie der Datei zurücklegen.</translation>
    </message>
    <message>
        <source>{path}: line {number} tells of no version that was put to use ({system}). Remove that line, or put back a good copy of the file.</source>
        <translation>{path}: Zeile {number} nennt keine Version, die in Gebrauch genommen wurde ({system}). Die Zeile entfernen oder eine gute Kopie der Datei zurücklegen.</translation>
    </message>
    <message>
        <source>{path}: measurement {id} cannot be read; {damage}.</source>
        <translation>{path}: Messung {id} kann nicht gelesen werden; {damage}.</translation>
    </message>
    <message>
        <source>{path}: revealing needs the supervisor's name and a reason. Enter both.</source>
        <translation>{path}: Aufdecken braucht den Namen der Aufsicht und einen Grund. Beides eingeben.</translation>
    </message>
    <message>
        <source>{path}: sign-off {id} cannot be read; {damage}.</source>
        <translation>{path}: Freigabe {id} kann nicht gelesen werden; {damage}.</translation>
    </message>
    <message>
        <source>{path}: sign-off {id} is not what was signed; {damage}.</source>
        <translation>{path}: Freigabe {id} ist nicht, was unterschrieben wurde; {damage}.</translation>
    </message>
    <message>
        <source>{path}: slice {slice} at phase {phase} is not stored as it is shown, so it cannot be verified. Save its last edit, then verify it again.</source>
        <translation>{path}: Schicht {slice} in Phase {phase} ist nicht so gesichert, wie sie gezeigt wird, und kann daher nicht bestätigt werden. Ihre letzte Änderung sichern, dann erneut bestätigen.</translation>
    </message>
    <message>
        <source>{path}: text is burnt into its images, so its report is without them.</source>
        <translation>{path}: In die Bilder ist Text eingebrannt, der Bericht ist daher ohne sie.</translation>
    </message>
    <message>
        <source>{path}: the architecture of {id} is {text}, not an ensemble. Choose the architecture “ensemble”.</source>
        <translation>{path}: Die Architektur von {id} ist {text}, kein Ensemble. Die Architektur „ensemble“ wählen.</translation>
    </message>
    <message>
        <source>{path}: the card is of {id}, not of the network {name}@{version}. Import that version again.</source>
        <translation>{path}: Die Karte gehört zu {id}, nicht zum Netz {name}@{version}. Diese Version neu importieren.</translation>
    </message>
    <message>
        <source>{path}: the contours are not stored as they are shown. Wait for “Saved”, then sign again.</source>
        <translation>{path}: Die Konturen sind nicht so gesichert, wie sie gezeigt werden. Auf „Gesichert“ warten, dann erneut unterschreiben.</translation>
    </message>
    <message>
        <source>{path}: the conventions of row {id} cannot be read; {damage}.</source>
        <translation>{path}: Die Konventionen der Zeile {id} können nicht gelesen werden; {damage}.</translation>
    </message>
    <message>
        <source>{path}: the ensemble's member {id} is itself an ensemble, not a network. Install the ensemble again together with its members.</source>
        <translation>{path}: Das Mitglied {id} des Ensembles ist selbst ein Ensemble, kein Netz. Das Ensemble mit seinen Mitgliedern neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the ensemble's member {id} is not installed. Install it, or use another.</source>
        <translation>{path}: Das Mitglied {id} des Ensembles ist nicht installiert. Installieren oder ein anderes verwenden.</translation>
    </message>
    <message>
        <source>{path}: the ensemble's member {id} sees images on another grid: {grid}. Install the ensemble again together with its members.</source>
        <translation>{path}: Das Mitglied {id} des Ensembles sieht Bilder auf einem anderen Raster: {grid}. Das Ensemble mit seinen Mitgliedern neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the file holds more than a model, or is written otherwise than cmrstudio does. Export the model again.</source>
        <translation>{path}: Die Datei enthält mehr als ein Modell oder ist anders geschrieben, als cmrstudio es tut. Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>{path}: the file is damaged or holds no model of cmrstudio ({system}). Export the model again.</source>
        <translation>{path}: Die Datei ist beschädigt oder enthält kein Modell von cmrstudio ({system}). Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>{path}: the file is of another kind ({found}). Update cmrstudio to read it.</source>
        <translation>{path}: Die Datei ist von anderer Art ({found}). Zum Lesen cmrstudio aktualisieren.</translation>
    </message>
    <message>
        <source>{path}: the folder of models cannot be read ({system}). Check that you may read it.</source>
        <translation>{path}: Der Ordner der Modelle kann nicht gelesen werden ({system}). Prüfen, ob Sie es lesen dürfen.</translation>
    </message>
    <message>
        <source>{path}: the folder of the workspace cannot be made: {system}. Choose another workspace.</source>
        <translation>{path}: Der Ordner des Arbeitsbereichs kann nicht angelegt werden: {system}. Einen anderen Arbeitsbereich wählen.</translation>
    </message>
    <message>
        <source>{path}: the history of versions cannot be read ({system}). Check that you may read it.</source>
        <translation>{path}: Die Geschichte der Versionen kann nicht gelesen werden ({system}). Prüfen, ob Sie es lesen dürfen.</translation>
    </message>
    <message>
        <source>{path}: the lock of the workspace cannot be written: {system}. Free some space or choose another workspace.</source>
        <translation>{path}: Die Sperre des Arbeitsbereichs kann nicht geschrieben werden: {system}. Platz schaffen oder einen anderen Arbeitsbereich wählen.</translation>
    </message>
    <message>
        <source>{path}: the members {names} are not those that the ensemble was made of: one has been changed since (SHA-256). Install the ensemble again together with its members.</source>
        <translation>{path}: Die Mitglieder {names} sind nicht die, aus denen das Ensemble gemacht wurde: Eines wurde seither geändert (SHA-256). Das Ensemble mit seinen Mitgliedern neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the model card cannot be read ({system}). Check that you may read it.</source>
        <translation>{path}: Die Modellkarte kann nicht gelesen werden ({system}). Prüfen, ob Sie es lesen dürfen.</translation>
    </message>
    <message>
        <source>{path}: the model card has no weights_sha256. Install the model again.</source>
        <translation>{path}: Die Modellkarte hat kein weights_sha256. Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the model card is not JSON ({system}). Install the model again.</source>
        <translation>{path}: Die Modellkarte ist kein JSON ({system}). Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the model card {problems}. Install the model again.</source>
        <translation>{path}: Die Modellkarte ist falsch: {problems}. Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the model's file cannot be read ({system}). Check that you may read it.</source>
        <translation>{path}: Die Modelldatei kann nicht gelesen werden ({system}). Prüfen, ob Sie es lesen dürfen.</translation>
    </message>
    <message>
        <source>{path}: the quality of a contour is not what was written; {damage}.</source>
        <translation>{path}: Die Qualität einer Kontur ist nicht, was geschrieben wurde; {damage}.</translation>
    </message>
    <message>
        <source>{path}: the weights are not an archive of plain number arrays ({system}). Install the model again.</source>
        <translation>{path}: Die Gewichte sind kein Archiv einfacher Zahlenfelder ({system}). Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the weights cannot be read ({system}). Check that you may read them, or install the model again.</source>
        <translation>{path}: Die Gewichte können nicht gelesen werden ({system}). Prüfen, ob Sie sie lesen dürfen, oder das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the weights have SHA-256 {hash}, but the card says {other}: the file is damaged or does not belong to the card. Install the model again.</source>
        <translation>{path}: Die Gewichte haben SHA-256 {hash}, die Karte sagt aber {other}: Die Datei ist beschädigt oder gehört nicht zur Karte. Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the words of this language are missing. Run `make translations`.</source>
        <translation>{path}: Die Wörter dieser Sprache fehlen. `make translations` ausführen.</translation>
    </message>
    <message>
        <source>{path}: the words of this language cannot be read: {system}. Install cmrstudio again.</source>
        <translation>{path}: Die Wörter dieser Sprache sind nicht lesbar: {system}. cmrstudio neu installieren.</translation>
    </message>
    <message>
        <source>{path}: the workspace cannot be locked: {system}. Keep it on a local disk.</source>
        <translation>{path}: Der Arbeitsbereich kann nicht gesperrt werden: {system}. Ihn auf einem lokalen Datenträger halten.</translation>
    </message>
    <message>
        <source>{path}: the workspace cannot be used: {system}. Choose a folder on a local disk that can be written.</source>
        <translation>{path}: Der Arbeitsbereich kann nicht verwendet werden: {system}. Einen beschreibbaren Ordner auf einem lokalen Datenträger wählen.</translation>
    </message>
    <message>
        <source>{path}: the workspace has been closed. Open it again.</source>
        <translation>{path}: Der Arbeitsbereich wurde geschlossen. Neu öffnen.</translation>
    </message>
    <message>
        <source>{path}: there are no contours of this study yet.</source>
        <translation>{path}: Von dieser Studie gibt es noch keine Konturen.</translation>
    </message>
    <message>
        <source>{path}: there is no such file. Choose a model's file (*{endings}).</source>
        <translation>{path}: Diese Datei gibt es nicht. Eine Modelldatei wählen (*{endings}).</translation>
    </message>
    <message>
        <source>{path}: this disk cannot keep edits safely ({kind} journal). Keep the workspace on a local disk.</source>
        <translation>{path}: Dieser Datenträger kann Änderungen nicht sicher aufbewahren (Journal {kind}). Den Arbeitsbereich auf einem lokalen Datenträger halten.</translation>
    </message>
    <message>
        <source>{path}: this is a database of another program. Choose another file for the workspace.</source>
        <translation>{path}: Das ist die Datenbank eines anderen Programms. Eine andere Datei als Arbeitsbereich wählen.</translation>
    </message>
    <message>
        <source>{path}: this workspace is already open in another cmrstudio window{where}. Close that window first, or choose another workspace.</source>
        <translation>{path}: Dieser Arbeitsbereich ist schon in einem anderen Fenster von cmrstudio offen{where}. Erst jenes Fenster schließen oder einen anderen Arbeitsbereich wählen.</translation>
    </message>
    <message>
        <source>{path}: this workspace was written by a newer cmrstudio ({version}, format {format}; this one reads up to format {latest}). Update cmrstudio, or choose another workspace.</source>
        <translation>{path}: Dieser Arbeitsbereich wurde von einem neueren cmrstudio geschrieben ({version}, Format {format}; dieses liest bis Format {latest}). cmrstudio aktualisieren oder einen anderen Arbeitsbereich wählen.</translation>
    </message>
    <message>
        <source>{path}: {count} changes could not be stored before closing.</source>
        <translation>{path}: {count} Änderungen konnten vor dem Schließen nicht gesichert werden.</translation>
    </message>
    <message>
        <source>{path}: {file} has SHA-256 {hash}, but the file says otherwise: it is damaged. Export the model again.</source>
        <translation>{path}: {file} hat SHA-256 {hash}, die Datei sagt aber anderes: Sie ist beschädigt. Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>{path}: {file} is not that of a model ({system}). Export the model again.</source>
        <translation>{path}: {file} ist nicht die eines Modells ({system}). Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>{path}: {file} of more than {count} bytes is not believed. Export the model again.</source>
        <translation>{path}: Einem Teil {file} von mehr als {count} Bytes wird nicht geglaubt. Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>{person} signed after the readings had been revealed.</source>
        <translation>{person} hat unterschrieben, nachdem die Befundungen aufgedeckt waren.</translation>
    </message>
    <message>
        <source>{person} will sign these numbers. The signature is kept with the time and with a fingerprint of every contour counted; any later change of them makes it void.</source>
        <translation>{person} unterschreibt diese Zahlen. Die Unterschrift wird mit der Zeit und einem Fingerabdruck jeder gezählten Kontur aufbewahrt; jede spätere Änderung daran macht sie ungültig.</translation>
    </message>
    <message>
        <source>{problem}
Press Enter to try again, Delete to take it off the list.</source>
        <translation>{problem}
Eingabe versucht es erneut, Entf nimmt es von der Liste.</translation>
    </message>
    <message>
        <source>{purpose} needs {name}, which is not installed: pip install 'cmrstudio[{text}]' brings it.</source>
        <translation>{purpose} braucht {name}; es ist nicht installiert: pip install 'cmrstudio[{text}]' bringt es.</translation>
    </message>
    <message>
        <source>{range} (above)</source>
        <translation>{range} (darüber)</translation>
    </message>
    <message>
        <source>{range} (below)</source>
        <translation>{range} (darunter)</translation>
    </message>
    <message>
        <source>{rate} beats per minute</source>
        <translation>{rate} Schläge pro Minute</translation>
    </message>
    <message>
        <source>{reading}, which everybody sees</source>
        <translation>{reading}, für alle sichtbar</translation>
    </message>
    <message>
        <source>{reason} Roll back to the version before it.</source>
        <translation>{reason} Zur Version davor zurückkehren.</translation>
    </message>
    <message>
        <source>{reason}the phases of {slices} are ordered by {key}.</source>
        <translation>{reason}Die Phasen von {slices} sind nach {key} geordnet.</translation>
    </message>
    <message>
        <source>{row_mm} × {column_mm} mm, slices {thickness_mm} mm thick</source>
        <translation>{row_mm} × {column_mm} mm, Schichtdicke {thickness_mm} mm</translation>
    </message>
    <message>
        <source>{rule}: {diastole_ml} ml at end-diastole, {systole_ml} ml at end-systole</source>
        <translation>{rule}: {diastole_ml} ml in der Enddiastole, {systole_ml} ml in der Endsystole</translation>
    </message>
    <message>
        <source>{set} ({licence}): {count} subjects</source>
        <translation>{set} ({licence}): {count} Personen</translation>
    </message>
    <message>
        <source>{set} ({licence}): {count} subjects; {others}</source>
        <translation>{set} ({licence}): {count} Personen; {others}</translation>
    </message>
    <message>
        <source>{slices} slices, {phases} phases, {columns} × {rows} pixels</source>
        <translation>{slices} Schichten, {phases} Phasen, {columns} × {rows} Pixel</translation>
    </message>
    <message>
        <source>{structure}: mean Dice {dice}, distance {distance_mm} mm, largest HD95 {hd95_mm} mm, {count} images</source>
        <translation>{structure}: mittlerer Dice {dice}, Abstand {distance_mm} mm, größter HD95 {hd95_mm} mm, {count} Bilder</translation>
    </message>
    <message>
        <source>{text} has no time zone: give a time in UTC.</source>
        <translation>{text} hat keine Zeitzone: eine Zeit in UTC angeben.</translation>
    </message>
    <message>
        <source>{text} is larger than it says</source>
        <translation>{text} ist größer, als es angibt</translation>
    </message>
    <message>
        <source>{text}, the only one this version knows</source>
        <translation>{text}, das einzige, das diese Version kennt</translation>
    </message>
    <message>
        <source>{text}; weights {licence}</source>
        <translation>{text}; Gewichte {licence}</translation>
    </message>
    <message>
        <source>{time_ms} ms</source>
        <translation>{time_ms} ms</translation>
    </message>
    <message>
        <source>{time} was phase {before} and is phase {after}</source>
        <translation>{time} war Phase {before} und ist Phase {after}</translation>
    </message>
    <message>
        <source>{time}, phase {phase}</source>
        <translation>{time}, Phase {phase}</translation>
    </message>
    <message>
        <source>{time}: phase {phase}, {slices}.</source>
        <translation>{time}: Phase {phase}, {slices}.</translation>
    </message>
    <message>
        <source>{title} in {count} segments ({unit})</source>
        <translation>{title} in {count} Segmenten ({unit})</translation>
    </message>
    <message>
        <source>{title} over EDV</source>
        <translation>{title} durch EDV</translation>
    </message>
    <message>
        <source>{verb} slice {slice}: the montage shows pinned slices alone</source>
        <translation>Schicht {slice} {verb}: Die Montage zeigt nur angeheftete Schichten</translation>
    </message>
    <message>
        <source>{verified} of the {count} images that were counted are verified</source>
        <translation>{verified} der {count} gezählten Bilder sind bestätigt</translation>
    </message>
    <message>
        <source>{verified} of the {count} images that were counted are verified by {names}, the last on {when}.</source>
        <translation>{verified} der {count} gezählten Bilder sind bestätigt von {names}, das letzte am {when}.</translation>
    </message>
    <message>
        <source>{verified} of the {count} images that were counted are verified by {names}.</source>
        <translation>{verified} der {count} gezählten Bilder sind bestätigt von {names}.</translation>
    </message>
    <message>
        <source>{verified} of the {count} images that were counted are verified, the last on {when}.</source>
        <translation>{verified} der {count} gezählten Bilder sind bestätigt, das letzte am {when}.</translation>
    </message>
    <message>
        <source>{verified} of the {count} images that were counted are verified.</source>
        <translation>{verified} der {count} gezählten Bilder sind bestätigt.</translation>
    </message>
    <message>
        <source>{when}, cmrstudio {version}</source>
        <translation>{when}, cmrstudio {version}</translation>
    </message>
    <message>
        <source>●  {person} (now)</source>
        <translation>●  {person} (jetzt)</translation>
    </message>
    <message>
        <source>{keys}, for the active contour</source>
        <translation>{keys}, für die aktive Kontur</translation>
    </message>
    <message>
        <source>What is signed are the counted contours, the two phases, the conventions, and EDV, ESV, SV, EF and LV mass. Output and indexed numbers also follow heart rate, height and weight, which no signature covers.</source>
        <translation>Freigegeben sind die gezählten Konturen, die beiden Phasen, die Konventionen sowie EDV, ESV, SV, EF und LV-Masse. Das Herzzeitvolumen und indizierte Werte hängen auch von Herzfrequenz, Größe und Gewicht ab, die keine Freigabe umfasst.</translation>
    </message>
    <message>
        <source>{path}: {problem} Export the model again.</source>
        <translation>{path}: {problem} Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>Export the model again.</source>
        <translation>Das Modell neu exportieren.</translation>
    </message>
    <message>
        <source>{path}: {problem} Install the model again.</source>
        <translation>{path}: {problem} Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>Das Modell neu installieren.</translation>
    </message>
    <message>
        <source>Reading the signatures</source>
        <translation>Freigaben werden gelesen</translation>
    </message>
    <message>
        <source>the {what} of epoch {count} is {value}; the checkpoint of epoch {number} is kept. Try a lower learning rate</source>
        <translation>{what} von Epoche {count} ist {value}; der Stand von Epoche {number} ist aufbewahrt. Eine kleinere Lernrate versuchen</translation>
    </message>
    <message>
        <source>the {what} of epoch {count} is {value}; there is no checkpoint. Try a lower learning rate</source>
        <translation>{what} von Epoche {count} ist {value}; es ist noch kein Stand aufbewahrt. Eine kleinere Lernrate versuchen</translation>
    </message>
    <message>
        <source>it belongs to another run: its {name} is {file}, here it is {text}. Choose another run folder, or the settings that this one began with</source>
        <translation>es gehört zu einem anderen Lauf: {name} ist dort {file}, hier {text}. Einen anderen Ordner wählen oder die Einstellungen, mit denen jener begann</translation>
    </message>
    <message>
        <source>its weights are of {id}, not of {name}: choose others</source>
        <translation>die Gewichte sind von {id}, nicht von {name}: andere wählen</translation>
    </message>
    <message>
        <source>it does not tell how far the run was ({system}): begin the run anew in another folder</source>
        <translation>es sagt nicht, wie weit der Lauf war ({system}): den Lauf in einem anderen Ordner neu beginnen</translation>
    </message>
    <message>
        <source>{name} has shape {shape}, the network {text}: begin the run anew</source>
        <translation>{name} hat die Form {shape}, das Netz {text}: den Lauf neu beginnen</translation>
    </message>
    <message>
        <source>array {name} has shape {shape}, {id} has {text}: choose others</source>
        <translation>Feld {name} hat die Form {shape}, {id} hat {text}: andere wählen</translation>
    </message>
    <message>
        <source>it does not hold the weights of {id} ({system}): choose others</source>
        <translation>es enthält nicht die Gewichte von {id} ({system}): andere wählen</translation>
    </message>
    <message>
        <source>there is no such file: choose one that a run wrote</source>
        <translation>diese Datei gibt es nicht: eine wählen, die ein Lauf geschrieben hat</translation>
    </message>
    <message>
        <source>it is damaged or not made by a training run ({system}): choose another file</source>
        <translation>sie ist beschädigt oder nicht von einem Training geschrieben ({system}): eine andere Datei wählen</translation>
    </message>
    <message>
        <source>a comparison of more than {count} bytes is not believed: compare the models again</source>
        <translation>einem Vergleich von mehr als {count} Bytes wird nicht geglaubt: die Modelle neu vergleichen</translation>
    </message>
    <message>
        <source>the comparison cannot be read ({system}): see to the file, or compare the models again</source>
        <translation>der Vergleich kann nicht gelesen werden ({system}): nach der Datei sehen oder die Modelle neu vergleichen</translation>
    </message>
    <message>
        <source>it is no comparison of two models ({system}): compare them again</source>
        <translation>das ist kein Vergleich zweier Modelle ({system}): sie neu vergleichen</translation>
    </message>
    <message>
        <source>there is no verified image to learn from; verify contours of at least two patients: one to learn from, one to check what was learned</source>
        <translation>es gibt kein bestätigtes Bild zum Lernen; Konturen von mindestens zwei Patienten bestätigen: einem zum Lernen, einem zur Prüfung des Gelernten</translation>
    </message>
    <message>
        <source>there is no verified image to check with what was learned; verify contours of at least two patients: one to learn from, one to check what was learned</source>
        <translation>es gibt kein bestätigtes Bild zur Prüfung des Gelernten; Konturen von mindestens zwei Patienten bestätigen: einem zum Lernen, einem zur Prüfung des Gelernten</translation>
    </message>
    <message>
        <source>{id} is several models together; fine-tune one of them: {names}</source>
        <translation>{id} sind mehrere Modelle zusammen; eines davon weiterlernen lassen: {names}</translation>
    </message>
    <message>
        <source>it holds another fine-tuning; choose another folder, or ask for the same again to go on</source>
        <translation>darin liegt ein anderes Training; einen anderen Ordner wählen oder dasselbe noch einmal verlangen, um es fortzusetzen</translation>
    </message>
    <message>
        <source>there is no {id}; choose one of {names}</source>
        <translation>{id} gibt es nicht; eines wählen von {names}</translation>
    </message>
    <message>
        <source>it is {value}: choose {least} to {most}</source>
        <translation>es ist {value}; zu wählen ist {least} bis {most}</translation>
    </message>
    <message>
        <source>the workers do not find the same checkpoint: give all the same, shared run folder</source>
        <translation>die Prozesse finden nicht denselben Stand: allen denselben, gemeinsamen Ordner geben</translation>
    </message>
    <message>
        <source>they are not of {id} ({system}): choose others</source>
        <translation>sie sind nicht von {id} ({system}): andere wählen</translation>
    </message>
    <message>
        <source>initial weights</source>
        <translation>Anfangsgewichte</translation>
    </message>
    <message>
        <source>there is not one image to train on: add subjects</source>
        <translation>es gibt kein einziges Bild zum Trainieren: Personen hinzunehmen</translation>
    </message>
    <message>
        <source>early stopping needs validation images, and there are none: add subjects, or leave patience out</source>
        <translation>vorzeitiges Beenden braucht Bilder zur Prüfung, und es gibt keine: Personen hinzunehmen oder patience weglassen</translation>
    </message>
    <message>
        <source>replay_share is {value}, and no share for the images to rehearse: set one</source>
        <translation>replay_share ist {value}, kein Anteil für die Bilder zur Wiederholung: einen setzen</translation>
    </message>
    <message>
        <source>replay_share is {value}, and there is no image to rehearse: add some</source>
        <translation>replay_share ist {value}, und es gibt kein Bild zur Wiederholung: welche hinzunehmen</translation>
    </message>
    <message>
        <source>memory does not suffice for one image at a time; close other programs, then start it again to go on</source>
        <translation>der Speicher reicht nicht für ein einziges Bild; andere Programme schließen, dann erneut beginnen, um fortzufahren</translation>
    </message>
    <message>
        <source>it is not what its card says, so it is not used; install cmrstudio again</source>
        <translation>es ist nicht, was seine Karte sagt, und wird daher nicht verwendet; cmrstudio neu installieren</translation>
    </message>
    <message>
        <source>it cannot be read ({system}); install cmrstudio again</source>
        <translation>das kann nicht gelesen werden ({system}); cmrstudio neu installieren</translation>
    </message>
    <message>
        <source>it is damaged ({system}); install cmrstudio again</source>
        <translation>das ist beschädigt ({system}); cmrstudio neu installieren</translation>
    </message>
    <message>
        <source>it would have {count} bytes: choose fewer images, at most {number} ship</source>
        <translation>es hätte {count} Bytes: weniger Bilder wählen, höchstens {number} werden mitgeliefert</translation>
    </message>
    <message>
        <source>it is damaged ({system}); begin another fine-tuning</source>
        <translation>es ist beschädigt ({system}); ein anderes Training beginnen</translation>
    </message>
    <message>
        <source>the fine-tuning cannot be kept: {system}. Choose another place or free some space.</source>
        <translation>das Training kann nicht aufbewahrt werden: {system}. Einen anderen Ort wählen oder Platz schaffen.</translation>
    </message>
    <message>
        <source>another fine-tuning is going on beside it{where}; wait for its end or cancel it first</source>
        <translation>daneben läuft noch ein anderes Training{where}; dessen Ende abwarten oder es zuerst abbrechen</translation>
    </message>
    <message>
        <source>at phase {phase}, slice {slice}, {count} pixels are no finite numbers (NaN or infinite); export the image again</source>
        <translation>in Phase {phase}, Schicht {slice} sind {count} Pixel keine endlichen Zahlen (NaN oder unendlich); das Bild neu exportieren</translation>
    </message>
    <message>
        <source>at phase {phase}, slice {slice}, every pixel is {value}, so there is nothing to learn from; export the image again, or take it and its mask out</source>
        <translation>in Phase {phase}, Schicht {slice} ist jedes Pixel {value}, sodass es nichts zu lernen gibt; das Bild neu exportieren oder es und seine Maske herausnehmen</translation>
    </message>
    <message>
        <source>what was drawn is {shape} and the truth {text}: give both in one size</source>
        <translation>das Gezeichnete ist {shape} und die Wahrheit {text}: beides in gleicher Größe geben</translation>
    </message>
    <message>
        <source>the model gave {shape} values for images {text}, or not finite ones: use other weights</source>
        <translation>das Modell gab {shape} Werte für Bilder {text} oder Werte, die nicht endlich sind: andere Gewichte verwenden</translation>
    </message>
    <message>
        <source>images have shape {shape}: give [slice, row, column]</source>
        <translation>die Bilder haben die Form {shape}: [Schicht, Zeile, Spalte] geben</translation>
    </message>
    <message>
        <source>images are {shape} and labels {text}: give both in one size</source>
        <translation>die Bilder sind {shape} und die Label {text}: beides in gleicher Größe geben</translation>
    </message>
    <message>
        <source>an image has values that are not finite (NaN or infinite); mend or leave it out</source>
        <translation>ein Bild hat Werte, die nicht endlich sind (NaN oder unendlich); es berichtigen oder weglassen</translation>
    </message>
    <message>
        <source>there is a label {number}: use 0, 1 and 2</source>
        <translation>es gibt ein Label {number}: 0, 1 und 2 verwenden</translation>
    </message>
    <message>
        <source>a pixel spacing of {text} mm cannot be: mend it, or leave the volume out</source>
        <translation>einen Pixelabstand von {text} mm kann es nicht geben: ihn berichtigen oder das Volumen weglassen</translation>
    </message>
    <message>
        <source>a picture of it cannot be encoded as PNG: free memory and try again</source>
        <translation>ein Bild davon lässt sich nicht als PNG speichern: Speicher freigeben und erneut versuchen</translation>
    </message>
    <message>
        <source>there is no verified image to learn from; verify some contours first</source>
        <translation>es gibt kein bestätigtes Bild zum Lernen; zuerst einige Konturen bestätigen</translation>
    </message>
    <message>
        <source>decide first whether to train on or to validate with {names}</source>
        <translation>zuerst entscheiden, ob gelernt oder geprüft wird mit {names}</translation>
    </message>
    <message>
        <source>it is not what was written, so it is not used; move its folder away and take the snapshot again</source>
        <translation>es ist nicht, was geschrieben wurde, und wird daher nicht verwendet; seinen Ordner weglegen und den Stand neu aufnehmen</translation>
    </message>
    <message>
        <source>it cannot be read ({system}); move its folder away and take the snapshot again</source>
        <translation>das kann nicht gelesen werden ({system}); seinen Ordner weglegen und den Stand neu aufnehmen</translation>
    </message>
    <message>
        <source>it has format {version}, not {id}; use the same cmrstudio</source>
        <translation>es hat das Format {version}, nicht {id}; dasselbe cmrstudio verwenden</translation>
    </message>
    <message>
        <source>an image is not what was written, so it is not used; move its folder away and take the snapshot again</source>
        <translation>ein Bild ist nicht, was geschrieben wurde, und wird daher nicht verwendet; seinen Ordner weglegen und den Stand neu aufnehmen</translation>
    </message>
    <message>
        <source>the snapshot cannot be kept: {system}. Free some space and try again.</source>
        <translation>der Stand kann nicht aufbewahrt werden: {system}. Platz schaffen und erneut versuchen.</translation>
    </message>
    <message>
        <source>no contour in it is verified and unchanged since; verify some in cmrstudio</source>
        <translation>darin ist keine Kontur bestätigt und seitdem unverändert; einige in cmrstudio bestätigen</translation>
    </message>
    <message>
        <source>it is no file; give the workspace file that `cmrstudio info` names</source>
        <translation>das ist keine Datei; die Datei des Arbeitsbereichs angeben, die `cmrstudio info` nennt</translation>
    </message>
    <message>
        <source>{count} images with verified contours, of {number} series, are not where they were opened ({names}); give the studies' folders</source>
        <translation>{count} Bilder mit bestätigten Konturen, von {number} Serien, sind nicht, wo sie geöffnet wurden ({names}); die Ordner der Studien angeben</translation>
    </message>
    <message>
        <source>the image of phase {phase}, slice {slice} was verified but is not there any more: bring its file back</source>
        <translation>das Bild von Phase {phase}, Schicht {slice} wurde bestätigt, ist aber nicht mehr da: seine Datei zurückbringen</translation>
    </message>
    <message>
        <source>the accelerator failed ({system}); what the last epoch left is kept; start it again to go on</source>
        <translation>der Beschleuniger ist ausgefallen ({system}); was die letzte Epoche hinterließ, ist aufbewahrt; erneut beginnen, um fortzufahren</translation>
    </message>
    <message>
        <source>the logs cannot be written: {system}. Free some space, then go on.</source>
        <translation>die Aufzeichnungen können nicht geschrieben werden: {system}. Platz schaffen, dann fortfahren.</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>validation loss</source>
        <translation>Verlust bei der Prüfung</translation>
    </message>
    <message>
        <source>the disk refused</source>
        <translation>die Platte lehnte ab</translation>
    </message>
    <message>
        <source>no place is known</source>
        <translation>kein Ort ist bekannt</translation>
    </message>
</context>
</TS>
