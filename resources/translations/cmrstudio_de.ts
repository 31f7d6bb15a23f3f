<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>cmrstudio</name>
    <message>
        <source>The images are on the clipboard, without the patient's name.</source>
        <translation>Die Bilder sind in der Zwischenablage, ohne den Namen des Patienten.</translation>
    </message>
    <message>
        <source>Put all studies in a folder onto the list, in the background</source>
        <translation>Alle Studien eines Ordners im Hintergrund auf die Liste setzen</translation>
    </message>
    <message>
        <source>Segmenting</source>
        <translation>Segmentieren</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Import folder</source>
        <translation>Ordner importieren</translation>
    </message>
    <message>
        <source>+1.96 SD</source>
        <translation>+1,96 SD</translation>
    </message>
    <message>
        <source>-1.96 SD</source>
        <translation>-1,96 SD</translation>
    </message>
    <message>
        <source> (and {count} more under File &gt; What was left out)</source>
        <translation> (und {count} weitere unter Datei &gt; Was weggelassen wurde)</translation>
    </message>
    <message>
        <source> (not there at the moment)</source>
        <translation> (zurzeit nicht erreichbar)</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> and {count} more</source>
        <translation> und {count} weitere</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>&amp;About cmrstudio</source>
        <translation>Ü&amp;ber cmrstudio</translation>
    </message>
    <message>
        <source>&amp;Agreement over studies…</source>
        <translation>Überein&amp;stimmung über Studien…</translation>
    </message>
    <message>
        <source>&amp;All slices with contours</source>
        <translation>&amp;Alle Schichten mit Konturen</translation>
    </message>
    <message>
        <source>&amp;Automatic window/level</source>
        <translation>&amp;Automatische Fensterung</translation>
    </message>
    <message>
        <source>&amp;CSV</source>
        <translation>&amp;CSV</translation>
    </message>
    <message>
        <source>&amp;Cancel what is running</source>
        <translation>Laufendes &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Cine alone</source>
        <translation>Nur &amp;Cine</translation>
    </message>
    <message>
        <source>&amp;Close study</source>
        <translation>Studie &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Contour</source>
        <translation>&amp;Kontur</translation>
    </message>
    <message>
        <source>&amp;Contract by 1 mm</source>
        <translation>Um 1 mm &amp;verengen</translation>
    </message>
    <message>
        <source>&amp;Copy image</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Expand by 1 mm</source>
        <translation>Um 1 mm &amp;erweitern</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>S&amp;chneller</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>Da&amp;tei</translation>
    </message>
    <message>
        <source>&amp;Fit image</source>
        <translation>Bild &amp;einpassen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Freehand</source>
        <translation>&amp;Freihand</translation>
    </message>
    <message>
        <source>&amp;HTML</source>
        <translation>&amp;HTML</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
    <message>
        <source>&amp;Import a folder of studies…</source>
        <translation>Ordner mit Studien &amp;importieren…</translation>
    </message>
    <message>
        <source>&amp;Interpolate between slices</source>
        <translation>Zwischen Schichten &amp;interpolieren</translation>
    </message>
    <message>
        <source>&amp;Keyboard and mouse</source>
        <translation>&amp;Tastatur und Maus</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Make report</source>
        <translation>Bericht &amp;erstellen</translation>
    </message>
    <message>
        <source>&amp;Make the files</source>
        <translation>&amp;Dateien schreiben</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Montage of slices</source>
        <translation>&amp;Montage der Schichten</translation>
    </message>
    <message>
        <source>&amp;Navigate</source>
        <translation>&amp;Navigieren</translation>
    </message>
    <message>
        <source>&amp;Next contour that needs a look</source>
        <translation>&amp;Nächste Kontur, die einen Blick braucht</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Open file…</source>
        <translation>&amp;Datei öffnen…</translation>
    </message>
    <message>
        <source>&amp;PDF</source>
        <translation>&amp;PDF</translation>
    </message>
    <message>
        <source>&amp;Pin this slice</source>
        <translation>Diese Schicht an&amp;heften</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Abspielen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Bee&amp;nden</translation>
    </message>
    <message>
        <source>&amp;Recent studies</source>
        <translation>Z&amp;uletzt gelesen</translation>
    </message>
    <message>
        <source>&amp;Remove contour</source>
        <translation>Kontur en&amp;tfernen</translation>
    </message>
    <message>
        <source>&amp;Reported by</source>
        <translation>&amp;Befundet von</translation>
    </message>
    <message>
        <source>&amp;Reviewer…</source>
        <translation>B&amp;efunder…</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>S&amp;erien</translation>
    </message>
    <message>
        <source>&amp;Slower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Take off the list what cannot be read</source>
        <translation>Was nicht lesbar ist, von der Lis&amp;te nehmen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Training…</source>
        <translation>&amp;Training…</translation>
    </message>
    <message>
        <source>&amp;Verify this image</source>
        <translation>Dieses &amp;Bild bestätigen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Whole contour</source>
        <translation>Gan&amp;ze Kontur</translation>
    </message>
    <message>
        <source>&amp;Work list</source>
        <translation>Arbeits&amp;liste</translation>
    </message>
    <message>
        <source>, {count} cannot be read: the work list says why</source>
        <translation>, {count} nicht lesbar: die Arbeitsliste sagt, warum</translation>
    </message>
    <message>
        <source>- - dV/dt    ▼ ejection {ejection}    ▲ filling {filling}</source>
        <translation>- - dV/dt    ▼ Austreibung {ejection}    ▲ Füllung {filling}</translation>
    </message>
    <message>
        <source>1 file is not part of this cine: see File &gt; What was left out.</source>
        <translation>1 Datei gehört nicht zu diesem Cine: siehe Datei &gt; Was weggelassen wurde.</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>1 image: slice {slice}, phase {phase}</source>
        <translation>1 Bild: Schicht {slice}, Phase {phase}</translation>
    </message>
    <message>
        <source>1 of these images is verified.</source>
        <translation>1 dieser Bilder ist bestätigt.</translation>
    </message>
    <message>
        <source>1 phase</source>
        <translation>1 Phase</translation>
    </message>
    <message>
        <source>1 study</source>
        <translation>1 Studie</translation>
    </message>
    <message>
        <source>1 study imported</source>
        <translation>1 Studie importiert</translation>
    </message>
    <message>
        <source>The 16 segments of the short axis; segment 17, the apical cap, cannot be seen on it. Centre-line method, papillary muscles left out.</source>
        <translation>Die 16 Segmente der Kurzachse; Segment 17, die apikale Kappe, ist auf ihr nicht zu sehen. Mittellinienverfahren, ohne Papillarmuskeln.</translation>
    </message>
    <message>
        <source>17 Apical cap: cannot be seen on short-axis slices</source>
        <translation>17 Apikale Kappe: auf Kurzachsenschichten nicht zu sehen</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>: epoch {epoch} of {epochs}</source>
        <translation>: Epoche {epoch} von {epochs}</translation>
    </message>
    <message>
        <source>A fine-tuning is going on already; wait for its end or cancel it first.</source>
        <translation>Es läuft schon ein Training; warten Sie sein Ende ab oder brechen Sie es zuerst ab.</translation>
    </message>
    <message>
        <source>A half-drawn contour waits on slice {slice}, phase {phase}</source>
        <translation>Eine halb gezeichnete Kontur wartet auf Schicht {slice}, Phase {phase}</translation>
    </message>
    <message>
        <source>A model has learned and is better: look at it under Segment &gt; Training.</source>
        <translation>Ein Modell hat gelernt und ist besser: sehen Sie es unter Segmentieren &gt; Training an.</translation>
    </message>
    <message>
        <source>A model has learned and is not better: Segment &gt; Training says why.</source>
        <translation>Ein Modell hat gelernt und ist nicht besser: Segmentieren &gt; Training sagt, warum.</translation>
    </message>
    <message>
        <source>A movie is being written: wait for it, or cancel it.</source>
        <translation>Ein Film wird geschrieben: warten Sie darauf oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>A report each, and one table of all of them (Alt+U)</source>
        <translation>Je ein Bericht, und eine Tabelle von allen (Alt+S)</translation>
    </message>
    <message>
        <source>A report without identity needs someone to have looked at the images (Alt+L)</source>
        <translation>Für einen Bericht ohne Identität muss jemand die Bilder angesehen haben (Alt+G)</translation>
    </message>
    <message>
        <source>A segmentation is running: wait for it or cancel it first.</source>
        <translation>Eine Segmentierung läuft: warten Sie oder brechen Sie sie zuerst ab.</translation>
    </message>
    <message>
        <source>A slice in the basal half counts from where muscle of 2 mm or more surrounds this much of the blood pool</source>
        <translation>Eine Schicht der basalen Hälfte zählt, sobald Muskel von 2 mm oder mehr so viel der Höhle umgibt</translation>
    </message>
    <message>
        <source>A text that stands in the report below the numbers; may be empty (Alt+O)</source>
        <translation>Ein Text, der im Bericht unter den Zahlen steht; darf leer bleiben (Alt+U)</translation>
    </message>
    <message>
        <source>A training of {parent} (up to {epochs} epochs) was cut off; it can go on from its last epoch.</source>
        <translation>Ein Training von {parent} (bis zu {epochs} Epochen) wurde abgebrochen; es kann ab seiner letzten Epoche weitergehen.</translation>
    </message>
    <message>
        <source>A training that was cut off</source>
        <translation>Ein abgebrochenes Training</translation>
    </message>
    <message>
        <source>A training was cut off: Segment &gt; Training goes on with it.</source>
        <translation>Ein Training wurde abgebrochen: Segmentieren &gt; Training führt es fort.</translation>
    </message>
    <message>
        <source>About cmrstudio</source>
        <translation>Über cmrstudio</translation>
    </message>
    <message>
        <source>Above the base</source>
        <translation>Über der Basis</translation>
    </message>
    <message>
        <source>Acquired</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>After epoch {epoch}.</source>
        <translation>Nach Epoche {epoch}.</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Age in years</source>
        <translation>Alter in Jahren</translation>
    </message>
    <message>
        <source>Age in years, 0 to 120; empty for what the header says</source>
        <translation>Alter in Jahren, 0 bis 120; leer für die Angabe im Header</translation>
    </message>
    <message>
        <source>Agreement of two readers</source>
        <translation>Übereinstimmung zweier Leser</translation>
    </message>
    <message>
        <source>All contours are as a model drew them: it learns most from contours that you corrected.</source>
        <translation>Alle Konturen sind so, wie ein Modell sie gezeichnet hat: am meisten lernt es aus Konturen, die Sie berichtigt haben.</translation>
    </message>
    <message>
        <source>All images of the study, phases from left to right, slices from base to apex.</source>
        <translation>Alle Bilder der Studie, Phasen von links nach rechts, Schichten von der Basis zum Apex.</translation>
    </message>
    <message>
        <source>All numbers as one workbook: study, phases, slices, measurements by hand (Alt+X)</source>
        <translation>Alle Zahlen als eine Arbeitsmappe: Studie, Phasen, Schichten, Messungen von Hand (Alt+X)</translation>
    </message>
    <message>
        <source>All numbers as four tables: study, phases, slices, measurements by hand (Alt+C)</source>
        <translation>Alle Zahlen als vier Tabellen: Studie, Phasen, Schichten, Messungen von Hand (Alt+C)</translation>
    </message>
    <message>
        <source>All patients with verified contours are kept to check what was learned. Verify the contours of another patient.</source>
        <translation>Alle Patienten mit bestätigten Konturen sind dafür zurückgelegt, das Gelernte zu prüfen. Bestätigen Sie die Konturen eines weiteren Patienten.</translation>
    </message>
    <message>
        <source>All readers, in consensus</source>
        <translation>Alle Befunder, im Konsens</translation>
    </message>
    <message>
        <source>All slices playing together, or those pinned</source>
        <translation>Alle Schichten gemeinsam abgespielt oder die angehefteten</translation>
    </message>
    <message>
        <source>All slices with contours count</source>
        <translation>Alle Schichten mit Konturen zählen</translation>
    </message>
    <message>
        <source>All slices, or those pinned, at the present phase with their contours.</source>
        <translation>Alle Schichten oder die angehefteten in der gewählten Phase mit ihren Konturen.</translation>
    </message>
    <message>
        <source>All studies of the workspace, and back to the open one</source>
        <translation>Alle Studien des Arbeitsbereichs, und zurück zur offenen</translation>
    </message>
    <message>
        <source>All words must occur. Esc clears, Enter opens the first study, Down goes to the list.</source>
        <translation>Alle Wörter müssen vorkommen. Esc leert, Enter öffnet die erste Studie, Abwärts geht zur Liste.</translation>
    </message>
    <message>
        <source>All {count} slices, base first</source>
        <translation>Alle {count} Schichten, Basis zuerst</translation>
    </message>
    <message>
        <source>All {count} slices, from base to apex</source>
        <translation>Alle {count} Schichten, von der Basis zum Apex</translation>
    </message>
    <message>
        <source>And other st&amp;udies of the workspace</source>
        <translation>Und weitere &amp;Studien des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Animated GIF (*.gif)</source>
        <translation>Animiertes GIF (*.gif)</translation>
    </message>
    <message>
        <source>Apex</source>
        <translation>Apex</translation>
    </message>
    <message>
        <source>Apical of the mitral &amp;plane</source>
        <translation>Apikal der Mitral&amp;ebene</translation>
    </message>
    <message>
        <source>Area and mean grey value of a polygon: click at each corner, double-click to close it</source>
        <translation>Fläche und mittlerer Grauwert eines Vielecks: jede Ecke anklicken, Doppelklick schließt es</translation>
    </message>
    <message>
        <source>Area and mean grey value of an ellipse: drag across it</source>
        <translation>Fläche und mittlerer Grauwert einer Ellipse: darüber ziehen</translation>
    </message>
    <message>
        <source>As a model drew them</source>
        <translation>Wie ein Modell sie zeichnete</translation>
    </message>
    <message>
        <source>As in the paper</source>
        <translation>Wie in der Veröffentlichung</translation>
    </message>
    <message>
        <source>As the contours were drawn that the models learned from</source>
        <translation>So wie die Konturen, aus denen die Modelle lernten</translation>
    </message>
    <message>
        <source>As the images</source>
        <translation>Wie die Bilder</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>At all of its phases</source>
        <translation>In allen ihren Phasen</translation>
    </message>
    <message>
        <source>BASAL SLICES</source>
        <translation>BASALE SCHICHTEN</translation>
    </message>
    <message>
        <source>BSA</source>
        <translation>KOF</translation>
    </message>
    <message>
        <source>Back to the study</source>
        <translation>Zurück zur Studie</translation>
    </message>
    <message>
        <source>Back to the study that is open</source>
        <translation>Zurück zur offenen Studie</translation>
    </message>
    <message>
        <source>Backspace deletes the control point under the cursor.</source>
        <translation>Die Rücktaste löscht den Kontrollpunkt unter dem Zeiger.</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Zuvor</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>Below the apex</source>
        <translation>Unter der Spitze</translation>
    </message>
    <message>
        <source>Beside the other models, on the same computer</source>
        <translation>Neben den anderen Modellen, auf demselben Rechner</translation>
    </message>
    <message>
        <source>Bias is the mean of the differences, first reader minus second; the limits of agreement lie 1.96 standard deviations from it (Bland and Altman 1986). ICC(2,1): two-way random effects, absolute agreement, single readings (Shrout and Fleiss 1979).</source>
        <translation>Die Abweichung ist das Mittel der Differenzen, erster minus zweiter Leser; die Übereinstimmungsgrenzen liegen 1,96 Standardabweichungen davon entfernt (Bland und Altman 1986). ICC(2,1): zweifach zufällige Effekte, absolute Übereinstimmung, Einzelmessungen (Shrout und Fleiss 1979).</translation>
    </message>
    <message>
        <source>Bland-Altman plot of {number}</source>
        <translation>Bland-Altman-Diagramm von {number}</translation>
    </message>
    <message>
        <source>Blind readings only</source>
        <translation>Nur blinde Befunde</translation>
    </message>
    <message>
        <source>Both readers' contours on the image</source>
        <translation>Die Konturen beider Leser auf dem Bild</translation>
    </message>
    <message>
        <source>Both: {text}</source>
        <translation>Beide: {text}</translation>
    </message>
    <message>
        <source>Bull's-eye of the left ventricle</source>
        <translation>Bullseye des linken Ventrikels</translation>
    </message>
    <message>
        <source>C&amp;ine</source>
        <translation>&amp;Cine</translation>
    </message>
    <message>
        <source>C&amp;lear selected images</source>
        <translation>Ausgewählte Bilder &amp;leeren</translation>
    </message>
    <message>
        <source>C&amp;onclusion</source>
        <translation>Be&amp;urteilung</translation>
    </message>
    <message>
        <source>CHANGED SINCE SIGNED ({count})</source>
        <translation>SEIT DER FREIGABE GEÄNDERT ({count})</translation>
    </message>
    <message>
        <source>CO</source>
        <translation>HMV</translation>
    </message>
    <message>
        <source>CSV, Excel or reports of all studies that are marked on the work list</source>
        <translation>CSV, Excel oder Berichte aller Studien, die in der Arbeitsliste markiert sind</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel import</source>
        <translation>Import abbrechen</translation>
    </message>
    <message>
        <source>Cancel what is running</source>
        <translation>Laufendes abbrechen</translation>
    </message>
    <message>
        <source>Cardiac output needs the heart rate, which the headers do not tell: enter it above.</source>
        <translation>Das Herzzeitvolumen braucht die Herzfrequenz, die im Header fehlt: oben eingeben.</translation>
    </message>
    <message>
        <source>Cardiac output: stroke volume times heart rate; per m² the cardiac index</source>
        <translation>Herzzeitvolumen: Schlagvolumen mal Herzfrequenz; je m² der Herzindex</translation>
    </message>
    <message>
        <source>Cardiac output: stroke volume times heart rate; per m² the cardiac index, per m² of body surface area</source>
        <translation>Herzzeitvolumen: Schlagvolumen mal Herzfrequenz; je m² der Herzindex, je m² Körperoberfläche</translation>
    </message>
    <message>
        <source>Cardiac output: stroke volume times heart rate; per m² the cardiac index, per m² of body surface area: normal</source>
        <translation>Herzzeitvolumen: Schlagvolumen mal Herzfrequenz; je m² der Herzindex, je m² Körperoberfläche: normal</translation>
    </message>
    <message>
        <source>Cardiac output: stroke volume times heart rate; per m² the cardiac index: normal</source>
        <translation>Herzzeitvolumen: Schlagvolumen mal Herzfrequenz; je m² der Herzindex: normal</translation>
    </message>
    <message>
        <source>Carry the contours on the screen phase by phase through this range, each time fitted to the image. Edited and verified contours stay unless you agree.</source>
        <translation>Die gezeigten Konturen Phase für Phase durch diesen Bereich tragen, jedes Mal ans Bild angepasst. Bearbeitete und bestätigte Konturen bleiben, wenn Sie nicht zustimmen.</translation>
    </message>
    <message>
        <source>Ejection fraction: stroke volume over EDV</source>
        <translation>Auswurffraktion: Schlagvolumen durch EDV</translation>
    </message>
    <message>
        <source>Ejection fraction: stroke volume over EDV: normal</source>
        <translation>Auswurffraktion: Schlagvolumen durch EDV: normal</translation>
    </message>
    <message>
        <source>End-diastolic volume, per m² of body surface area</source>
        <translation>Enddiastolisches Volumen, je m² Körperoberfläche</translation>
    </message>
    <message>
        <source>End-diastolic volume, per m² of body surface area: normal</source>
        <translation>Enddiastolisches Volumen, je m² Körperoberfläche: normal</translation>
    </message>
    <message>
        <source>End-diastolic volume: normal</source>
        <translation>Enddiastolisches Volumen: normal</translation>
    </message>
    <message>
        <source>End-systolic volume, per m² of body surface area</source>
        <translation>Endsystolisches Volumen, je m² Körperoberfläche</translation>
    </message>
    <message>
        <source>End-systolic volume, per m² of body surface area: normal</source>
        <translation>Endsystolisches Volumen, je m² Körperoberfläche: normal</translation>
    </message>
    <message>
        <source>End-systolic volume: normal</source>
        <translation>Endsystolisches Volumen: normal</translation>
    </message>
    <message>
        <source>Heart rate in beats/min</source>
        <translation>Herzfrequenz in Schlägen/min</translation>
    </message>
    <message>
        <source>Heart rate in beats/min, 20 to 250; empty for what the header says</source>
        <translation>Herzfrequenz in Schlägen/min, 20 bis 250; leer für die Angabe im Header</translation>
    </message>
    <message>
        <source>Height in cm</source>
        <translation>Größe in cm</translation>
    </message>
    <message>
        <source>Height in cm, 30 to 250; empty for what the header says</source>
        <translation>Größe in cm, 30 bis 250; leer für die Angabe im Header</translation>
    </message>
    <message>
        <source>The rate is at most {rate}/min, since the images cover {time} ms of a cycle.</source>
        <translation>Sie beträgt höchstens {rate}/min, denn die Bilder reichen über {time} ms eines Zyklus.</translation>
    </message>
    <message>
        <source>LV mass at end-diastole, at 1.05 g/ml</source>
        <translation>LV-Masse in der Enddiastole, mit 1,05 g/ml</translation>
    </message>
    <message>
        <source>LV mass at end-diastole, at 1.05 g/ml, per m² of body surface area</source>
        <translation>LV-Masse in der Enddiastole, mit 1,05 g/ml, je m² Körperoberfläche</translation>
    </message>
    <message>
        <source>LV mass at end-diastole, at 1.05 g/ml, per m² of body surface area: normal</source>
        <translation>LV-Masse in der Enddiastole, mit 1,05 g/ml, je m² Körperoberfläche: normal</translation>
    </message>
    <message>
        <source>LV mass at end-diastole, at 1.05 g/ml: normal</source>
        <translation>LV-Masse in der Enddiastole, mit 1,05 g/ml: normal</translation>
    </message>
    <message>
        <source>No normal ranges at this age: the source covers 18 to 83 years.</source>
        <translation>Keine Normbereiche in diesem Alter: Die Quelle reicht von 18 bis 83 Jahre.</translation>
    </message>
    <message>
        <source>Normal range: 95 % of healthy people of this sex and age, papillary muscles counted as here</source>
        <translation>Normbereich: 95 % gesunder Menschen dieses Geschlechts und Alters, Papillarmuskeln gezählt wie hier</translation>
    </message>
    <message>
        <source>Peak ejection, rate</source>
        <translation>Stärkste Austreibung, Rate</translation>
    </message>
    <message>
        <source>Peak ejection, rate per EDV</source>
        <translation>Stärkste Austreibung, Rate je EDV</translation>
    </message>
    <message>
        <source>Peak ejection, time</source>
        <translation>Stärkste Austreibung, Zeit</translation>
    </message>
    <message>
        <source>Peak filling, rate</source>
        <translation>Stärkste Füllung, Rate</translation>
    </message>
    <message>
        <source>Peak filling, rate per EDV</source>
        <translation>Stärkste Füllung, Rate je EDV</translation>
    </message>
    <message>
        <source>Peak filling, time</source>
        <translation>Stärkste Füllung, Zeit</translation>
    </message>
    <message>
        <source>Phase {number}: no epicardium on slice {slices}. Draw it, or the wall there is left out.</source>
        <translation>Phase {number}: kein Epikard auf Schicht {slices}. Zeichnen Sie es, sonst fehlt die Wand dort.</translation>
    </message>
    <message>
        <source>Rests on contours that are not verified: {places}.</source>
        <translation>Beruht auf nicht bestätigten Konturen: {places}.</translation>
    </message>
    <message>
        <source>Stroke volume: EDV minus ESV, per m² of body surface area</source>
        <translation>Schlagvolumen: EDV minus ESV, je m² Körperoberfläche</translation>
    </message>
    <message>
        <source>Stroke volume: EDV minus ESV, per m² of body surface area: normal</source>
        <translation>Schlagvolumen: EDV minus ESV, je m² Körperoberfläche: normal</translation>
    </message>
    <message>
        <source>Stroke volume: EDV minus ESV: normal</source>
        <translation>Schlagvolumen: EDV minus ESV: normal</translation>
    </message>
    <message>
        <source>Weight in kg</source>
        <translation>Gewicht in kg</translation>
    </message>
    <message>
        <source>Weight in kg, 1 to 400; empty for what the header says</source>
        <translation>Gewicht in kg, 1 bis 400; leer für die Angabe im Header</translation>
    </message>
    <message>
        <source>White adults aged {ages}</source>
        <translation>weißer Erwachsener von {ages} Jahren</translation>
    </message>
    <message>
        <source>Change &amp;shortcuts…</source>
        <translation>Tasten &amp;ändern…</translation>
    </message>
    <message>
        <source>Change shortcuts</source>
        <translation>Tasten ändern</translation>
    </message>
    <message>
        <source>Change the reviewer's name</source>
        <translation>Den Namen des Befunders ändern</translation>
    </message>
    <message>
        <source>Change who reads</source>
        <translation>Wechseln, wer liest</translation>
    </message>
    <message>
        <source>Change who reads, blind to others</source>
        <translation>Wechseln, wer liest, blind für die anderen</translation>
    </message>
    <message>
        <source>Change window and level</source>
        <translation>Die Fensterung ändern</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Changed by you</source>
        <translation>Von Ihnen geändert</translation>
    </message>
    <message>
        <source>Changed since verified</source>
        <translation>Geändert seit Bestätigung</translation>
    </message>
    <message>
        <source>Choo&amp;se…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Choose a row to see both contours on its image</source>
        <translation>Eine Zeile wählen, um beide Konturen auf ihrem Bild zu sehen</translation>
    </message>
    <message>
        <source>Choose a row to see both contours on its image. The distances are between the curves, in the plane: the mean of both directions, and HD95, below which 95 % of the points lie.</source>
        <translation>Eine Zeile wählen, um beide Konturen auf ihrem Bild zu sehen. Die Abstände sind die zwischen den Kurven in der Ebene: das Mittel beider Richtungen und HD95, unter der 95 % der Punkte liegen.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>Choose the folder (Alt+S)</source>
        <translation>Den Ordner wählen (Alt+W)</translation>
    </message>
    <message>
        <source>Choose what counts into volumes and mass</source>
        <translation>Wählen, was in Volumina und Masse zählt</translation>
    </message>
    <message>
        <source>Choose who reads from now on; Enter or a double click reads as that reader</source>
        <translation>Wählen, wer ab jetzt liest; Enter oder ein Doppelklick liest als dieser Leser</translation>
    </message>
    <message>
        <source>Cine al&amp;one</source>
        <translation>Nur &amp;Cine</translation>
    </message>
    <message>
        <source>Cine image</source>
        <translation>Cine-Bild</translation>
    </message>
    <message>
        <source>Cine with end-&amp;diastole and end-systole</source>
        <translation>Cine mit End&amp;diastole und Endsystole</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear contours</source>
        <translation>Konturen entfernen</translation>
    </message>
    <message>
        <source>Clearing can be undone. A verification becomes stale.</source>
        <translation>Das Entfernen lässt sich rückgängig machen. Eine Bestätigung wird hinfällig.</translation>
    </message>
    <message>
        <source>Click at each corner; double-click or Enter closes the area, Escape takes it back.</source>
        <translation>Klicken Sie an jede Ecke; Doppelklick oder Eingabe schließt die Fläche, Esc nimmt sie zurück.</translation>
    </message>
    <message>
        <source>Click on a number in the matrix</source>
        <translation>Klick auf eine Zahl in der Matrix</translation>
    </message>
    <message>
        <source>Click on an image of montage or matrix</source>
        <translation>Klick auf ein Bild von Montage oder Matrix</translation>
    </message>
    <message>
        <source>Click on the volume curve</source>
        <translation>Klick auf die Volumenkurve</translation>
    </message>
    <message>
        <source>Click the anterior RV insertion on any image; it serves all slices and phases</source>
        <translation>Den vorderen RV-Ansatz auf einem beliebigen Bild anklicken; er gilt für alle Schichten und Phasen</translation>
    </message>
    <message>
        <source>Click the anterior RV insertion once: it divides the wall into segments</source>
        <translation>Den vorderen RV-Ansatz einmal anklicken: er teilt die Wand in Segmente</translation>
    </message>
    <message>
        <source>Click where the right ventricle meets the septum in front (anterior RV insertion); Esc cancels</source>
        <translation>Klicken Sie, wo der rechte Ventrikel vorn auf das Septum trifft (vorderer RV-Ansatz); Esc bricht ab</translation>
    </message>
    <message>
        <source>Click, or press Enter, to go to the contour</source>
        <translation>Klicken oder Enter drücken, um zur Kontur zu gehen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close the report (Esc)</source>
        <translation>Den Bericht schließen (Esc)</translation>
    </message>
    <message>
        <source>Code: BSD 3-Clause. Bundled study: Sunnybrook Cardiac Data, CC0. Each model's licence is on its card.</source>
        <translation>Code: BSD 3-Clause. Beispielstudie: Sunnybrook Cardiac Data, CC0. Die Lizenz jedes Modells steht auf seiner Karte.</translation>
    </message>
    <message>
        <source>Compare two readers</source>
        <translation>Zwei Leser vergleichen</translation>
    </message>
    <message>
        <source>Compare two readers…</source>
        <translation>Zwei Leser vergleichen…</translation>
    </message>
    <message>
        <source>Comparing with the version it was trained from</source>
        <translation>Vergleich mit der Version, aus der es trainiert wurde</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Con&amp;ventions…</source>
        <translation>Kon&amp;ventionen…</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>Content {digest}…</source>
        <translation>Inhalt {digest}…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Contour</source>
        <translation>Kontur</translation>
    </message>
    <message>
        <source>Contours and measurements</source>
        <translation>Konturen und Messungen</translation>
    </message>
    <message>
        <source>Contours are being propagated: wait for it or cancel it first.</source>
        <translation>Konturen werden gerade übertragen: warten oder erst abbrechen.</translation>
    </message>
    <message>
        <source>Contours are hidden; show them to edit (View &gt; Show contours).</source>
        <translation>Die Konturen sind verborgen; zeigen Sie sie zum Bearbeiten (Ansicht &gt; Konturen zeigen).</translation>
    </message>
    <message>
        <source>Contours cleared on {images}.</source>
        <translation>Konturen entfernt: {images}.</translation>
    </message>
    <message>
        <source>Contours copied to {images}.</source>
        <translation>Konturen kopiert: {images}.</translation>
    </message>
    <message>
        <source>Contours at end-diastole and at end-systole must be verified of at least {needed} patients; so far they are of {count}. Verify both phases of another patient.</source>
        <translation>Von mindestens {needed} Patienten müssen Konturen in Enddiastole und Endsystole bestätigt sein; bisher sind es {count}. Bestätigen Sie beide Phasen eines weiteren Patienten.</translation>
    </message>
    <message>
        <source>Contours drawn on {images}.</source>
        <translation>Konturen gezeichnet: {images}.</translation>
    </message>
    <message>
        <source>Contours drawn {sources}</source>
        <translation>Konturen gezeichnet: {sources}</translation>
    </message>
    <message>
        <source>Contours hidden</source>
        <translation>Konturen verborgen</translation>
    </message>
    <message>
        <source>Contours interpolated on slice {numbers}.</source>
        <translation>Konturen interpoliert auf Schicht {numbers}.</translation>
    </message>
    <message>
        <source>Contours interpolated on slices {numbers}.</source>
        <translation>Konturen interpoliert auf den Schichten {numbers}.</translation>
    </message>
    <message>
        <source>Contours propagated to {phases}.</source>
        <translation>Konturen übertragen: {phases}.</translation>
    </message>
    <message>
        <source>Contours verified on {images}.</source>
        <translation>Konturen bestätigt: {images}.</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>Verengen</translation>
    </message>
    <message>
        <source>Contract endocardium</source>
        <translation>Endokard verkleinern</translation>
    </message>
    <message>
        <source>Contract epicardium</source>
        <translation>Epikard verkleinern</translation>
    </message>
    <message>
        <source>Contradictions</source>
        <translation>Widersprüche</translation>
    </message>
    <message>
        <source>Control &amp;points</source>
        <translation>Kontroll&amp;punkte</translation>
    </message>
    <message>
        <source>Conventions</source>
        <translation>Konventionen</translation>
    </message>
    <message>
        <source>Conventions…</source>
        <translation>Konventionen…</translation>
    </message>
    <message>
        <source>Cop&amp;y to selected images</source>
        <translation>In a&amp;usgewählte Bilder kopieren</translation>
    </message>
    <message>
        <source>Copy and fit contours</source>
        <translation>Konturen kopieren und anpassen</translation>
    </message>
    <message>
        <source>Copy contours</source>
        <translation>Konturen kopieren</translation>
    </message>
    <message>
        <source>Copy back to previous phase</source>
        <translation>In die vorige Phase kopieren</translation>
    </message>
    <message>
        <source>Copy forward to next phase</source>
        <translation>In die nächste Phase kopieren</translation>
    </message>
    <message>
        <source>Copy the &amp;3-D view</source>
        <translation>&amp;3-D-Ansicht kopieren</translation>
    </message>
    <message>
        <source>Copy the contours of the image on the screen to all images selected in the matrix</source>
        <translation>Die Konturen des gezeigten Bildes in alle in der Matrix ausgewählten Bilder kopieren</translation>
    </message>
    <message>
        <source>Copy the image, montage or matrix as shown, without the patient's name</source>
        <translation>Bild, Montage oder Matrix wie gezeigt kopieren, ohne den Namen des Patienten</translation>
    </message>
    <message>
        <source>Copy the surfaces as shown</source>
        <translation>Die Oberflächen wie gezeigt kopieren</translation>
    </message>
    <message>
        <source>Copy to next &amp;apical slice</source>
        <translation>In die nächste &amp;apikale Schicht kopieren</translation>
    </message>
    <message>
        <source>Copy to next &amp;basal slice</source>
        <translation>In die nächste &amp;basale Schicht kopieren</translation>
    </message>
    <message>
        <source>Copy to selected</source>
        <translation>In ausgewählte kopieren</translation>
    </message>
    <message>
        <source>Corrected or drawn by a reader</source>
        <translation>Von einem Befunder korrigiert oder gezeichnet</translation>
    </message>
    <message>
        <source>Ctrl + click in the matrix</source>
        <translation>Strg + Klick in der Matrix</translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation>Strg + Mausrad</translation>
    </message>
    <message>
        <source>Ctrl + wheel over a contour, with the whole contour tool</source>
        <translation>Strg + Mausrad über einer Kontur, mit dem Werkzeug Ganze Kontur</translation>
    </message>
    <message>
        <source>DICE BY STRUCTURE</source>
        <translation>DICE NACH STRUKTUR</translation>
    </message>
    <message>
        <source>Dark, light or high contrast</source>
        <translation>Dunkel, hell oder hoher Kontrast</translation>
    </message>
    <message>
        <source>Date of the examination</source>
        <translation>Datum der Untersuchung</translation>
    </message>
    <message>
        <source>Del deletes the control point under the cursor.</source>
        <translation>Entf löscht den Kontrollpunkt unter dem Zeiger.</translation>
    </message>
    <message>
        <source>Delete area</source>
        <translation>Fläche löschen</translation>
    </message>
    <message>
        <source>Delete control point</source>
        <translation>Kontrollpunkt löschen</translation>
    </message>
    <message>
        <source>Delete distance</source>
        <translation>Strecke löschen</translation>
    </message>
    <message>
        <source>Delete ellipse</source>
        <translation>Ellipse löschen</translation>
    </message>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>Dice before</source>
        <translation>Dice zuvor</translation>
    </message>
    <message>
        <source>Dice by structure</source>
        <translation>Dice nach Struktur</translation>
    </message>
    <message>
        <source>Dice now</source>
        <translation>Dice jetzt</translation>
    </message>
    <message>
        <source>Dice of the LV cavity on held-out ACDC subjects</source>
        <translation>Dice der LV-Höhle an zurückgehaltenen ACDC-Personen</translation>
    </message>
    <message>
        <source>Dice of the endocardium on held-out Sunnybrook subjects</source>
        <translation>Dice des Endokards an zurückgehaltenen Sunnybrook-Personen</translation>
    </message>
    <message>
        <source>Dice of the epicardium on held-out Sunnybrook subjects</source>
        <translation>Dice des Epikards an zurückgehaltenen Sunnybrook-Personen</translation>
    </message>
    <message>
        <source>Dice of the myocardium on held-out ACDC subjects</source>
        <translation>Dice des Myokards an zurückgehaltenen ACDC-Personen</translation>
    </message>
    <message>
        <source>Diff. ml</source>
        <translation>Diff. ml</translation>
    </message>
    <message>
        <source>Dice on validation images, higher is better</source>
        <translation>Dice auf Bildern zur Prüfung, höher ist besser</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Difference ({unit})</source>
        <translation>Differenz ({unit})</translation>
    </message>
    <message>
        <source>Difference ml</source>
        <translation>Differenz ml</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Do not show this again; Help brings it back</source>
        <translation>Nicht wieder zeigen; die Hilfe holt es zurück</translation>
    </message>
    <message>
        <source>Dotted ring: no contours. Ring: predicted. Half disc: edited. Disc: verified. Triangle: changed since verified. Cross: image missing. Bar: quality, with an exclamation mark where it is worth a look.</source>
        <translation>Gepunkteter Ring: keine Konturen. Ring: berechnet. Halbe Scheibe: bearbeitet. Scheibe: bestätigt. Dreieck: geändert seit Bestätigung. Kreuz: Bild fehlt. Balken: Güte, mit Ausrufezeichen, wo sie einen Blick wert ist.</translation>
    </message>
    <message>
        <source>Double-click a study to open it</source>
        <translation>Eine Untersuchung mit Doppelklick öffnen</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Drag an end or the line of a measurement</source>
        <translation>Ein Ende oder die Linie einer Messung ziehen</translation>
    </message>
    <message>
        <source>Drag control points; double-click inserts one</source>
        <translation>Kontrollpunkte ziehen; ein Doppelklick fügt einen ein</translation>
    </message>
    <message>
        <source>Drag from one corner of the ellipse to the other.</source>
        <translation>Ziehen Sie von einer Ecke der Ellipse zur anderen.</translation>
    </message>
    <message>
        <source>Drag in the 3-D view</source>
        <translation>In der 3-D-Ansicht ziehen</translation>
    </message>
    <message>
        <source>Drag inside moves a contour, dragging its line or Shift+drag scales it</source>
        <translation>Ziehen im Inneren verschiebt eine Kontur, Ziehen an der Linie oder mit Umschalt vergrößert sie</translation>
    </message>
    <message>
        <source>Drag to turn · wheel to zoom</source>
        <translation>Ziehen dreht · Rad vergrößert</translation>
    </message>
    <message>
        <source>Drag to turn, wheel or + and − to zoom, Shift+arrows to turn, Home for the view from the side</source>
        <translation>Ziehen dreht, Rad oder + und − vergrößert, Umschalt+Pfeile drehen, Pos1 zeigt die Ansicht von der Seite</translation>
    </message>
    <message>
        <source>Drag, Shift + click, Shift + arrows in the matrix</source>
        <translation>Ziehen, Umschalt + Klick, Umschalt + Pfeile in der Matrix</translation>
    </message>
    <message>
        <source>Draw all contours: end-diastole and end-systole first, then the other phases</source>
        <translation>Alle Konturen zeichnen: zuerst Enddiastole und Endsystole, dann die übrigen Phasen</translation>
    </message>
    <message>
        <source>Draw contour</source>
        <translation>Kontur zeichnen</translation>
    </message>
    <message>
        <source>Draw contours on the images selected in the matrix, or on the image on the screen</source>
        <translation>Konturen in die in der Matrix ausgewählten Bilder oder das gezeigte Bild zeichnen</translation>
    </message>
    <message>
        <source>Draw contours on two slices of phase {phase} with slices between them, then interpolate.</source>
        <translation>Auf zwei Schichten der Phase {phase}, zwischen denen Schichten liegen, Konturen zeichnen, dann interpolieren.</translation>
    </message>
    <message>
        <source>Drawing the contact sheet</source>
        <translation>Bildübersicht wird gezeichnet</translation>
    </message>
    <message>
        <source>E&amp;xcel</source>
        <translation>E&amp;xcel</translation>
    </message>
    <message>
        <source>E&amp;xport numbers of marked studies…</source>
        <translation>Zahlen der markierten Studien e&amp;xportieren…</translation>
    </message>
    <message>
        <source>E&amp;xport the numbers of 1 study…</source>
        <translation>Zahlen von 1 Studie e&amp;xportieren…</translation>
    </message>
    <message>
        <source>E&amp;xport the numbers of {count} studies…</source>
        <translation>Zahlen von {count} Studien e&amp;xportieren…</translation>
    </message>
    <message>
        <source>EARLIER SIGN-OFFS, ALL REPLACED</source>
        <translation>FRÜHERE FREIGABEN, ALLE ERSETZT</translation>
    </message>
    <message>
        <source>ED phase</source>
        <translation>ED Phase</translation>
    </message>
    <message>
        <source>ED phase {ed}, {ed_slices}; ES phase {es}, {es_slices}.</source>
        <translation>ED Phase {ed}, {ed_slices}; ES Phase {es}, {es_slices}.</translation>
    </message>
    <message>
        <source>EDV (ml)</source>
        <translation>EDV (ml)</translation>
    </message>
    <message>
        <source>EF (%)</source>
        <translation>EF (%)</translation>
    </message>
    <message>
        <source>EJECTION AND FILLING</source>
        <translation>AUSTREIBUNG UND FÜLLUNG</translation>
    </message>
    <message>
        <source>ES phase</source>
        <translation>ES Phase</translation>
    </message>
    <message>
        <source>ESV (ml)</source>
        <translation>ESV (ml)</translation>
    </message>
    <message>
        <source>Each reader has contours, verifications and numbers of their own. Nobody sees those of another until both have signed the study off, or a supervisor reveals them. Everybody sees the shared reading.</source>
        <translation>Jeder Leser hat eigene Konturen, Bestätigungen und Zahlen. Niemand sieht die eines anderen, bis beide die Studie freigegeben haben oder eine Aufsicht sie aufdeckt. Den gemeinsamen Befund sehen alle.</translation>
    </message>
    <message>
        <source>Each slice counts by its share apical of the plane, which moves from end-diastole to end-systole and back</source>
        <translation>Jede Schicht zählt mit ihrem Anteil apikal der Ebene, die von der Enddiastole zur Endsystole und zurück wandert</translation>
    </message>
    <message>
        <source>Edit contour</source>
        <translation>Kontur bearbeiten</translation>
    </message>
    <message>
        <source>Edit endocardium</source>
        <translation>Endokard bearbeiten</translation>
    </message>
    <message>
        <source>Edit epicardium</source>
        <translation>Epikard bearbeiten</translation>
    </message>
    <message>
        <source>Edit the endocardium</source>
        <translation>Das Endokard bearbeiten</translation>
    </message>
    <message>
        <source>Edit the epicardium</source>
        <translation>Das Epikard bearbeiten</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Ejection fraction</source>
        <translation>Ejektionsfraktion</translation>
    </message>
    <message>
        <source>Ejection fraction: stroke volume over end-diastolic volume</source>
        <translation>Ejektionsfraktion: Schlagvolumen durch enddiastolisches Volumen</translation>
    </message>
    <message>
        <source>End-diastole</source>
        <translation>Enddiastole</translation>
    </message>
    <message>
        <source>End-diastole and end-systole</source>
        <translation>Enddiastole und Endsystole</translation>
    </message>
    <message>
        <source>End-diastole phase {ed}, end-systole phase {es}</source>
        <translation>Enddiastole Phase {ed}, Endsystole Phase {es}</translation>
    </message>
    <message>
        <source>End-diastolic volume</source>
        <translation>Enddiastolisches Volumen</translation>
    </message>
    <message>
        <source>End-systole</source>
        <translation>Endsystole</translation>
    </message>
    <message>
        <source>End-systolic volume</source>
        <translation>Endsystolisches Volumen</translation>
    </message>
    <message>
        <source>Endo</source>
        <translation>Endo</translation>
    </message>
    <message>
        <source>Endocardium</source>
        <translation>Endokard</translation>
    </message>
    <message>
        <source>Endocardium and epicardium cross</source>
        <translation>Endokard und Epikard kreuzen sich</translation>
    </message>
    <message>
        <source>Endocardium only</source>
        <translation>Nur Endokard</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Engine starting…</source>
        <translation>Rechenwerk startet…</translation>
    </message>
    <message>
        <source>Engine stopped</source>
        <translation>Rechenwerk angehalten</translation>
    </message>
    <message>
        <source>Engine: {device}, {precision}</source>
        <translation>Rechenwerk: {device}, {precision}</translation>
    </message>
    <message>
        <source>Enough to learn from (patients: {training} to learn from, {validating} to check what was learned)</source>
        <translation>Genug, um daraus zu lernen (Patienten: {training} zum Lernen, {validating} zum Prüfen)</translation>
    </message>
    <message>
        <source>Enter confirms.</source>
        <translation>Enter bestätigt.</translation>
    </message>
    <message>
        <source>Enter the patient's age to see normal ranges.</source>
        <translation>Alter eingeben, um Normbereiche zu sehen.</translation>
    </message>
    <message>
        <source>Enter the patient's sex and age to see normal ranges.</source>
        <translation>Geschlecht und Alter eingeben, um Normbereiche zu sehen.</translation>
    </message>
    <message>
        <source>Enter the patient's sex to see normal ranges.</source>
        <translation>Geschlecht eingeben, um Normbereiche zu sehen.</translation>
    </message>
    <message>
        <source>Epi</source>
        <translation>Epi</translation>
    </message>
    <message>
        <source>Epicardial minus endocardial volume at end-diastole, times 1.05 g/ml</source>
        <translation>Epikardiales minus endokardiales Volumen in der Enddiastole, mal 1,05 g/ml</translation>
    </message>
    <message>
        <source>Epicardium</source>
        <translation>Epikard</translation>
    </message>
    <message>
        <source>Epicardium as wires</source>
        <translation>Epikard als Drahtgitter</translation>
    </message>
    <message>
        <source>Epicardium translucent</source>
        <translation>Epikard durchscheinend</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Epochs at most</source>
        <translation>Epochen höchstens</translation>
    </message>
    <message>
        <source>Esc takes back what is being done and leaves a control.</source>
        <translation>Esc nimmt zurück, was gerade getan wird, und verlässt ein Feld.</translation>
    </message>
    <message>
        <source>Every contour at end-diastole and end-systole is verified.</source>
        <translation>Jede Kontur in Enddiastole und Endsystole ist bestätigt.</translation>
    </message>
    <message>
        <source>Every file found is part of what is shown.</source>
        <translation>Alle gefundenen Dateien gehören zum Gezeigten.</translation>
    </message>
    <message>
        <source>Every slice at every phase, to select from</source>
        <translation>Jede Schicht in jeder Phase, zum Auswählen</translation>
    </message>
    <message>
        <source>Every slice with a contour counts in full</source>
        <translation>Jede Schicht mit einer Kontur zählt ganz</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Erweitern</translation>
    </message>
    <message>
        <source>Expand and contract by…</source>
        <translation>Erweitern und verengen um…</translation>
    </message>
    <message>
        <source>Expand endocardium</source>
        <translation>Endokard vergrößern</translation>
    </message>
    <message>
        <source>Expand epicardium</source>
        <translation>Epikard vergrößern</translation>
    </message>
    <message>
        <source>Expected Dice {mean:.2f} on average and {lowest:.2f} at worst; a patient not learned from yet.</source>
        <translation>Erwarteter Dice im Mittel {mean:.2f}, im schlechtesten Fall {lowest:.2f}; aus diesem Patienten wurde noch nicht gelernt.</translation>
    </message>
    <message>
        <source>Expected Dice {mean:.2f} on average and {lowest:.2f} at worst; this patient is learned from already.</source>
        <translation>Erwarteter Dice im Mittel {mean:.2f}, im schlechtesten Fall {lowest:.2f}; aus diesem Patienten wird schon gelernt.</translation>
    </message>
    <message>
        <source>Expected gain</source>
        <translation>Erwarteter Gewinn</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV ausgeben…</translation>
    </message>
    <message>
        <source>Export a version</source>
        <translation>Eine Version exportieren</translation>
    </message>
    <message>
        <source>Export the cine as a &amp;movie…</source>
        <translation>Cine als &amp;Film ausgeben…</translation>
    </message>
    <message>
        <source>Export the cine as a movie</source>
        <translation>Cine als Film ausgeben</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Weiblich</translation>
    </message>
    <message>
        <source>Fetching both readings…</source>
        <translation>Beide Befunde werden geholt…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files left out</source>
        <translation>Weggelassene Dateien</translation>
    </message>
    <message>
        <source>Files written</source>
        <translation>Geschriebene Dateien</translation>
    </message>
    <message>
        <source>Fill the slices of this phase between those that you drew</source>
        <translation>Die Schichten dieser Phase zwischen den gezeichneten füllen</translation>
    </message>
    <message>
        <source>Finish the edit and wait until all images are there, then sign.</source>
        <translation>Beenden Sie die Bearbeitung und warten Sie auf alle Bilder, dann geben Sie frei.</translation>
    </message>
    <message>
        <source>Finish the edit first, then verify.</source>
        <translation>Beenden Sie erst die Bearbeitung, dann bestätigen Sie.</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erster</translation>
    </message>
    <message>
        <source>Fit copies to the &amp;image</source>
        <translation>Kopien ans B&amp;ild anpassen</translation>
    </message>
    <message>
        <source>Fit copies to the image</source>
        <translation>Kopien ans Bild anpassen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>Ordner für den Bericht</translation>
    </message>
    <message>
        <source>For a supervisor: everybody may then compare all readings of the open study</source>
        <translation>Für die Aufsicht: danach dürfen alle die Befunde der offenen Studie vergleichen</translation>
    </message>
    <message>
        <source>Formula of the body surface area</source>
        <translation>Formel der Körperoberfläche</translation>
    </message>
    <message>
        <source>From a smooth curve through the volumes of all phases; times from {source}, cycle {cycle} ms.</source>
        <translation>Aus einer glatten Kurve durch die Volumina aller Phasen; Zeiten aus {source}, Zyklus {cycle} ms.</translation>
    </message>
    <message>
        <source>From the side</source>
        <translation>Von der Seite</translation>
    </message>
    <message>
        <source>Give all actions the keys back that they had from the start</source>
        <translation>Allen Aktionen ihre anfänglichen Tasten zurückgeben</translation>
    </message>
    <message>
        <source>Give these keys to the action</source>
        <translation>Diese Tasten der Aktion geben</translation>
    </message>
    <message>
        <source>Give this action the keys back that it had from the start</source>
        <translation>Dieser Aktion ihre anfänglichen Tasten zurückgeben</translation>
    </message>
    <message>
        <source>Go on from the last epoch that was finished</source>
        <translation>Ab der letzten fertigen Epoche weitermachen</translation>
    </message>
    <message>
        <source>Go there; a double-click shows it in the cine alone</source>
        <translation>Dorthin gehen; ein Doppelklick zeigt es allein</translation>
    </message>
    <message>
        <source>Go to end-&amp;diastole</source>
        <translation>Zur End&amp;diastole</translation>
    </message>
    <message>
        <source>Go to end-&amp;systole</source>
        <translation>Zur End&amp;systole</translation>
    </message>
    <message>
        <source>Go to that phase</source>
        <translation>Zu dieser Phase gehen</translation>
    </message>
    <message>
        <source>Go to the contour at ED or ES that most needs a look</source>
        <translation>Zur Kontur bei ED oder ES, die am dringendsten einen Blick braucht</translation>
    </message>
    <message>
        <source>Go to the next contour at ED or ES that is not verified</source>
        <translation>Zur nächsten nicht bestätigten Kontur bei ED oder ES</translation>
    </message>
    <message>
        <source>Go to the next contour that needs a look</source>
        <translation>Zur nächsten Kontur, die einen Blick braucht</translation>
    </message>
    <message>
        <source>Goes round the end of the cycle.</source>
        <translation>Geht über das Ende des Zyklus hinaus.</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Verstanden</translation>
    </message>
    <message>
        <source>HD95 mm</source>
        <translation>HD95 mm</translation>
    </message>
    <message>
        <source>HOW IT LEARNS</source>
        <translation>WIE ES LERNT</translation>
    </message>
    <message>
        <source>Half-drawn {name}: press at the end of its line to go on, Esc discards it</source>
        <translation>Halb gezeichnetes {name}: am Ende der Linie drücken, um fortzufahren; Esc verwirft sie</translation>
    </message>
    <message>
        <source>Have all contours drawn</source>
        <translation>Alle Konturen zeichnen lassen</translation>
    </message>
    <message>
        <source>Heart rate</source>
        <translation>Herzfrequenz</translation>
    </message>
    <message>
        <source>Heartbeats</source>
        <translation>Herzschläge</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Hours: small steps for up to 200 epochs, on whole frames. For comparison with the published method.</source>
        <translation>Stunden: kleine Schritte über bis zu 200 Epochen, auf ganzen Bildern. Zum Vergleich mit der veröffentlichten Methode.</translation>
    </message>
    <message>
        <source>How far each step moves the weights; larger learns and forgets more</source>
        <translation>Wie weit jeder Schritt die Gewichte bewegt; größer heißt mehr lernen und mehr vergessen</translation>
    </message>
    <message>
        <source>How far the reading has come at end-diastole and end-systole</source>
        <translation>Wie weit die Befundung in Enddiastole und Endsystole ist</translation>
    </message>
    <message>
        <source>How fast to play, 1× is the speed of the heart</source>
        <translation>Wie schnell abgespielt wird; 1× ist die Geschwindigkeit des Herzens</translation>
    </message>
    <message>
        <source>How long and how carefully the model learns</source>
        <translation>Wie lange und wie sorgfältig das Modell lernt</translation>
    </message>
    <message>
        <source>How much of each epoch are shipped images, so that nothing is forgotten</source>
        <translation>Wie viel jeder Epoche mitgelieferte Bilder sind, damit nichts vergessen wird</translation>
    </message>
    <message>
        <source>How much thicker the wall gets, in percent of end-diastole</source>
        <translation>Um wie viel die Wand dicker wird, in Prozent der Enddiastole</translation>
    </message>
    <message>
        <source>How often each slice beats</source>
        <translation>Wie oft jede Schicht schlägt</translation>
    </message>
    <message>
        <source>How often each slice beats in the file; a GIF goes round by itself</source>
        <translation>Wie oft jede Schicht in der Datei schlägt; ein GIF läuft von selbst im Kreis</translation>
    </message>
    <message>
        <source>How often the model sees all images; it stops early if that helps no more</source>
        <translation>Wie oft das Modell alle Bilder sieht; es hört früher auf, wenn das nicht mehr hilft</translation>
    </message>
    <message>
        <source>How the body surface area is computed from height and weight</source>
        <translation>Wie die Körperoberfläche aus Größe und Gewicht berechnet wird</translation>
    </message>
    <message>
        <source>How the epicardium is drawn</source>
        <translation>Wie das Epikard gezeichnet wird</translation>
    </message>
    <message>
        <source>How the epicardium is drawn, so that the endocardium can be seen</source>
        <translation>Wie das Epikard gezeichnet wird, damit das Endokard zu sehen ist</translation>
    </message>
    <message>
        <source>How the training stands; one click shows it</source>
        <translation>Wie das Training steht; ein Klick zeigt es</translation>
    </message>
    <message>
        <source>How thorough</source>
        <translation>Wie gründlich</translation>
    </message>
    <message>
        <source>How well an expert's contour is expected to agree with it, from 0 to 1:
how sure the networks are of the outline, and how steadily it goes on in time.</source>
        <translation>Wie gut die Kontur eines Experten voraussichtlich mit ihr übereinstimmt, von 0 bis 1:
wie sicher die Netze des Umrisses sind und wie stetig er in der Zeit weitergeht.</translation>
    </message>
    <message>
        <source>I have &amp;looked: no image names the patient</source>
        <translation>&amp;Geprüft: Kein Bild nennt den Patienten</translation>
    </message>
    <message>
        <source>I have looked at every contour that these numbers count</source>
        <translation>Ich habe jede Kontur angesehen, die in diese Zahlen zählt</translation>
    </message>
    <message>
        <source>ICC(2,1) unknown</source>
        <translation>ICC(2,1) unbekannt</translation>
    </message>
    <message>
        <source>Image missing</source>
        <translation>Bild fehlt</translation>
    </message>
    <message>
        <source>Images of</source>
        <translation>Bilder von</translation>
    </message>
    <message>
        <source>Images of your validation patients appear here as the model learns.</source>
        <translation>Hier erscheinen Bilder Ihrer Patienten zur Prüfung, während das Modell lernt.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Import cancelled; {outcome}.</source>
        <translation>Import abgebrochen; {outcome}.</translation>
    </message>
    <message>
        <source>Import a version</source>
        <translation>Eine Version importieren</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>Ordner importieren…</translation>
    </message>
    <message>
        <source>Importing {name}</source>
        <translation>{name} wird importiert</translation>
    </message>
    <message>
        <source>Imported: {version}. It is listed among the versions of its model.</source>
        <translation>Importiert: {version}. Die Version steht unter denen ihres Modells.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>In the &amp;blood pool</source>
        <translation>In der &amp;Höhle</translation>
    </message>
    <message>
        <source>In the m&amp;ass, where darker than</source>
        <translation>In der M&amp;asse, wo dunkler als</translation>
    </message>
    <message>
        <source>In whose name are contours verified? The name is kept with every verification.</source>
        <translation>In wessen Namen werden Konturen bestätigt? Der Name wird mit jeder Bestätigung aufbewahrt.</translation>
    </message>
    <message>
        <source>Insert control point</source>
        <translation>Kontrollpunkt einfügen</translation>
    </message>
    <message>
        <source>Insert control point here</source>
        <translation>Hier Kontrollpunkt einfügen</translation>
    </message>
    <message>
        <source>Interpolate contours</source>
        <translation>Konturen interpolieren</translation>
    </message>
    <message>
        <source>It was not scored on the reference set, so nobody knows what it forgot.</source>
        <translation>Es wurde nicht auf dem Referenzsatz bewertet; niemand weiß, was es vergessen hat.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep as experiment</source>
        <translation>Als Experiment behalten</translation>
    </message>
    <message>
        <source>Keep as experiment…</source>
        <translation>Als Experiment behalten…</translation>
    </message>
    <message>
        <source>Keep it as a model of its own, under a name, beside the others</source>
        <translation>Unter einem Namen als eigenes Modell neben den anderen behalten</translation>
    </message>
    <message>
        <source>Kept as the experiment {version}; choose it in the list of models.</source>
        <translation>Als Experiment {version} behalten; wählen Sie es in der Liste der Modelle.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Keyboard and mouse</source>
        <translation>Tastatur und Maus</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>LEFT VENTRICLE</source>
        <translation>LINKER VENTRIKEL</translation>
    </message>
    <message>
        <source>LV cavity</source>
        <translation>LV-Höhle</translation>
    </message>
    <message>
        <source>LV mass</source>
        <translation>LV-Masse</translation>
    </message>
    <message>
        <source>LV mass (g)</source>
        <translation>LV-Masse (g)</translation>
    </message>
    <message>
        <source>LV myocardium</source>
        <translation>LV-Myokard</translation>
    </message>
    <message>
        <source>Larger or smaller contour</source>
        <translation>Größere oder kleinere Kontur</translation>
    </message>
    <message>
        <source>Larger pusher</source>
        <translation>Größerer Schieber</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Last trained on</source>
        <translation>Zuletzt trainiert mit</translation>
    </message>
    <message>
        <source>Layout of images</source>
        <translation>Anordnung der Bilder</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Es lernt</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Leave out what was signed after the readings had been shown to each other</source>
        <translation>Weglassen, was freigegeben wurde, nachdem die Befunde einander gezeigt waren</translation>
    </message>
    <message>
        <source>Leaves out name, patient ID, UIDs and paths, and of the date all but the year (Alt+I)</source>
        <translation>Lässt Name, Patienten-ID, UIDs und Pfade weg, und vom Datum alles außer dem Jahr (Alt+I)</translation>
    </message>
    <message>
        <source>Left out unless you tick it: the file may be passed on</source>
        <translation>Weggelassen, wenn Sie es nicht ankreuzen: die Datei könnte weitergegeben werden</translation>
    </message>
    <message>
        <source>Let a model learn from verified contours, in the background</source>
        <translation>Ein Modell im Hintergrund aus bestätigten Konturen lernen lassen</translation>
    </message>
    <message>
        <source>Let the model learn from what is verified, in the background</source>
        <translation>Das Modell im Hintergrund aus dem Bestätigten lernen lassen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Licence of the weights</source>
        <translation>Lizenz der Gewichte</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Look only: nothing can be moved</source>
        <translation>Nur ansehen: nichts lässt sich verschieben</translation>
    </message>
    <message>
        <source>Looking for studies in {name}</source>
        <translation>Studien werden gesucht in {name}</translation>
    </message>
    <message>
        <source>Loss, lower is better</source>
        <translation>Verlust, niedriger ist besser</translation>
    </message>
    <message>
        <source>Lowest quality of a contour at end-diastole and end-systole, 0 to 1</source>
        <translation>Niedrigste Güte einer Kontur in Enddiastole und Endsystole, 0 bis 1</translation>
    </message>
    <message>
        <source>MP4 video (*.mp4)</source>
        <translation>MP4-Video (*.mp4)</translation>
    </message>
    <message>
        <source>Make con&amp;vex</source>
        <translation>Kon&amp;vex machen</translation>
    </message>
    <message>
        <source>Make convex endocardium</source>
        <translation>Endokard konvex machen</translation>
    </message>
    <message>
        <source>Make convex epicardium</source>
        <translation>Epikard konvex machen</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Männlich</translation>
    </message>
    <message>
        <source>Mark RV &amp;insertion</source>
        <translation>RV-&amp;Ansatz markieren</translation>
    </message>
    <message>
        <source>Mark RV insertion</source>
        <translation>RV-Ansatz markieren</translation>
    </message>
    <message>
        <source>Mark studies on the list, with Ctrl or Shift and a click, or all with Ctrl+A: then export their numbers.</source>
        <translation>Markieren Sie Studien in der Liste, mit Strg oder Umschalt und einem Klick, oder alle mit Strg+A: exportieren Sie dann ihre Zahlen.</translation>
    </message>
    <message>
        <source>Mark the anterior RV insertion on one image (Contour &gt; Mark RV insertion) to divide the wall into segments.</source>
        <translation>Den vorderen RV-Ansatz auf einem Bild markieren (Kontur &gt; RV-Ansatz markieren), um die Wand in Segmente zu teilen.</translation>
    </message>
    <message>
        <source>Marked on slice {slice}, phase {phase}.</source>
        <translation>Markiert auf Schicht {slice}, Phase {phase}.</translation>
    </message>
    <message>
        <source>Mass</source>
        <translation>Masse</translation>
    </message>
    <message>
        <source>Matri&amp;x of slices and phases</source>
        <translation>Matri&amp;x aus Schichten und Phasen</translation>
    </message>
    <message>
        <source>Mean mm</source>
        <translation>Mittel mm</translation>
    </message>
    <message>
        <source>Mean of cavity and myocardium</source>
        <translation>Mittel aus Höhle und Myokard</translation>
    </message>
    <message>
        <source>Mean of segments {mean} {unit}, from {low} to {high} {unit}</source>
        <translation>Mittel der Segmente {mean} {unit}, von {low} bis {high} {unit}</translation>
    </message>
    <message>
        <source>Mean {number} ({unit})</source>
        <translation>Mittelwert {number} ({unit})</translation>
    </message>
    <message>
        <source>Measure a &amp;distance</source>
        <translation>&amp;Strecke messen</translation>
    </message>
    <message>
        <source>Measure a distance: drag, or click at both ends</source>
        <translation>Eine Strecke messen: ziehen oder an beiden Enden klicken</translation>
    </message>
    <message>
        <source>Measure a distance: drag, or click at both ends; hold the button for areas</source>
        <translation>Eine Strecke messen: ziehen oder an beiden Enden klicken; Taste halten für Flächen</translation>
    </message>
    <message>
        <source>Measure an &amp;area</source>
        <translation>Fläche &amp;messen</translation>
    </message>
    <message>
        <source>Measure an e&amp;llipse</source>
        <translation>E&amp;llipse messen</translation>
    </message>
    <message>
        <source>Measure area</source>
        <translation>Fläche messen</translation>
    </message>
    <message>
        <source>Measure distance</source>
        <translation>Strecke messen</translation>
    </message>
    <message>
        <source>Measure ellipse</source>
        <translation>Ellipse messen</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Message about the training</source>
        <translation>Meldung zum Training</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Middle button drag</source>
        <translation>Mit der mittleren Taste ziehen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model that learns</source>
        <translation>Modell, das lernt</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models (*.cmrmodel)</source>
        <translation>Modelle (*.cmrmodel)</translation>
    </message>
    <message>
        <source>Montage of slices</source>
        <translation>Montage der Schichten</translation>
    </message>
    <message>
        <source>More menus</source>
        <translation>Weitere Menüs</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Move a copied contour to the walls of its new image</source>
        <translation>Eine kopierte Kontur an die Wände ihres neuen Bildes schieben</translation>
    </message>
    <message>
        <source>Move a point of a contour</source>
        <translation>Einen Punkt einer Kontur verschieben</translation>
    </message>
    <message>
        <source>Move area</source>
        <translation>Fläche verschieben</translation>
    </message>
    <message>
        <source>Move contour</source>
        <translation>Kontur verschieben</translation>
    </message>
    <message>
        <source>Move control point</source>
        <translation>Kontrollpunkt verschieben</translation>
    </message>
    <message>
        <source>Move distance</source>
        <translation>Strecke verschieben</translation>
    </message>
    <message>
        <source>Move ellipse</source>
        <translation>Ellipse verschieben</translation>
    </message>
    <message>
        <source>Move it; Delete takes away the one that was clicked</source>
        <translation>Sie verschieben; Entf nimmt die angeklickte weg</translation>
    </message>
    <message>
        <source>Move or scale the contour in small steps</source>
        <translation>Die Kontur in kleinen Schritten verschieben oder vergrößern</translation>
    </message>
    <message>
        <source>Name of a new reader</source>
        <translation>Name eines neuen Lesers</translation>
    </message>
    <message>
        <source>Name of the experiment</source>
        <translation>Name des Experiments</translation>
    </message>
    <message>
        <source>New studies that appear in a watched folder come onto the list by themselves</source>
        <translation>Neue Studien in einem beobachteten Ordner kommen von selbst auf die Liste</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next apical slice</source>
        <translation>Nächste apikale Schicht</translation>
    </message>
    <message>
        <source>Next basal slice</source>
        <translation>Nächste basale Schicht</translation>
    </message>
    <message>
        <source>Next or previous phase</source>
        <translation>Nächste oder vorige Phase</translation>
    </message>
    <message>
        <source>Next or previous slice</source>
        <translation>Nächste oder vorige Schicht</translation>
    </message>
    <message>
        <source>Next phase</source>
        <translation>Nächste Phase</translation>
    </message>
    <message>
        <source>Next slice; with Shift next phase, with Ctrl zoom</source>
        <translation>Nächste Schicht; mit Umschalt nächste Phase, mit Strg vergrößern</translation>
    </message>
    <message>
        <source>Next t&amp;heme</source>
        <translation>&amp;Nächste Farben</translation>
    </message>
    <message>
        <source>No contours of this study wait for verification.</source>
        <translation>Keine Konturen dieser Studie warten auf Bestätigung.</translation>
    </message>
    <message>
        <source>No endocardium at end-diastole</source>
        <translation>Kein Endokard in der Enddiastole</translation>
    </message>
    <message>
        <source>No endocardium at end-systole</source>
        <translation>Kein Endokard in der Endsystole</translation>
    </message>
    <message>
        <source>No epicardium is verified: a model learns nothing about the myocardium.</source>
        <translation>Kein Epikard ist bestätigt: ein Modell lernt nichts über das Myokard.</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No left ventricle was found there.</source>
        <translation>Dort wurde kein linker Ventrikel gefunden.</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>No model is installed: contours can be drawn by hand. Import one under Segment &gt; Training.</source>
        <translation>Kein Modell ist installiert: Konturen lassen sich von Hand zeichnen. Unter Segmentieren &gt; Training eines importieren.</translation>
    </message>
    <message>
        <source>No patient with verified contours is left to check what was learned. Verify the contours of another patient.</source>
        <translation>Kein Patient mit bestätigten Konturen ist übrig, um das Gelernte zu prüfen. Bestätigen Sie die Konturen eines weiteren Patienten.</translation>
    </message>
    <message>
        <source>No quality is known: drawn or changed by hand, or drawn before qualities were kept.</source>
        <translation>Keine Güte bekannt: von Hand gezeichnet oder geändert, oder gezeichnet, bevor es Güten gab.</translation>
    </message>
    <message>
        <source>No slice at the apex is verified: verify some, since models err most there.</source>
        <translation>Keine Schicht am Apex ist bestätigt: bestätigen Sie einige, denn dort irren Modelle am meisten.</translation>
    </message>
    <message>
        <source>No slice at the base is verified: verify some, since models err most there.</source>
        <translation>Keine Schicht an der Basis ist bestätigt: bestätigen Sie einige, denn dort irren Modelle am meisten.</translation>
    </message>
    <message>
        <source>No studies yet: open a study, import a folder of studies, or watch a folder.</source>
        <translation>Noch keine Studien: öffnen Sie eine Studie, importieren Sie einen Ordner oder beobachten Sie einen.</translation>
    </message>
    <message>
        <source>No study is open.</source>
        <translation>Es ist keine Studie geöffnet.</translation>
    </message>
    <message>
        <source>No study matches. Esc clears the search, and the states above can be switched off.</source>
        <translation>Keine Studie passt. Esc leert die Suche, und die Zustände oben lassen sich ausschalten.</translation>
    </message>
    <message>
        <source>No study of the work list waits to be read.</source>
        <translation>Keine Untersuchung der Arbeitsliste wartet auf Befundung.</translation>
    </message>
    <message>
        <source>No ventricle there</source>
        <translation>Kein Ventrikel dort</translation>
    </message>
    <message>
        <source>No {structure} was found there.</source>
        <translation>Dort wurde kein {structure} gefunden.</translation>
    </message>
    <message>
        <source>None of your patients is kept for validation: verify images of at least two patients.</source>
        <translation>Keiner Ihrer Patienten ist zur Prüfung zurückbehalten: Bestätigen Sie Bilder von mindestens zwei Patienten.</translation>
    </message>
    <message>
        <source>Normal range</source>
        <translation>Normbereich</translation>
    </message>
    <message>
        <source>Normal: 95 % of healthy {cohort} of the same sex, {convention}. {source}.</source>
        <translation>Normal: 95 % gesunder {cohort} gleichen Geschlechts, {convention}. {source}.</translation>
    </message>
    <message>
        <source>Not a DICOM study: taken as seen from the apex.</source>
        <translation>Keine DICOM-Studie: als von der Spitze gesehen angenommen.</translation>
    </message>
    <message>
        <source>Not enough to learn from yet</source>
        <translation>Noch nicht genug, um daraus zu lernen</translation>
    </message>
    <message>
        <source>Not everything is saved</source>
        <translation>Nicht alles ist gesichert</translation>
    </message>
    <message>
        <source>Not for diagnostic use</source>
        <translation>Nicht für die Diagnostik</translation>
    </message>
    <message>
        <source>Not offered to be put to use.</source>
        <translation>Nicht angeboten.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gesichert</translation>
    </message>
    <message>
        <source>Not segmented yet: segment it to see how well the model draws it.</source>
        <translation>Noch nicht segmentiert: segmentieren Sie, um zu sehen, wie gut das Modell zeichnet.</translation>
    </message>
    <message>
        <source>Not signed off</source>
        <translation>Nicht freigegeben</translation>
    </message>
    <message>
        <source>Not signed off: {count} to do</source>
        <translation>Nicht freigegeben: {count} offen</translation>
    </message>
    <message>
        <source>Nothing was copied.</source>
        <translation>Nichts wurde kopiert.</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>Es läuft nichts</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Nudge a contour with a round brush</source>
        <translation>Eine Kontur mit einem runden Pinsel schieben</translation>
    </message>
    <message>
        <source>Nudge contour</source>
        <translation>Kontur verrücken</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>O&amp;pen</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Of other origin</source>
        <translation>Anderer Herkunft</translation>
    </message>
    <message>
        <source>Verified images of other readers that are left out: {count}. You may not see their contours before they and you have signed off.</source>
        <translation>Bestätigte Bilder anderer Befunder, die nicht mitzählen: {count}. Sie dürfen deren Konturen erst sehen, wenn diese und Sie freigegeben haben.</translation>
    </message>
    <message>
        <source>Of {count} cines with verified contours it is not known whose they are. Open their studies once.</source>
        <translation>Von {count} Cines mit bestätigten Konturen ist nicht bekannt, zu wem sie gehören. Öffnen Sie ihre Studien einmal.</translation>
    </message>
    <message>
        <source>Offered: it may be put to use.</source>
        <translation>Angeboten: sie kann in Gebrauch genommen werden.</translation>
    </message>
    <message>
        <source>On the reference set it loses {loss:.3f} Dice of the {structure}: more than {limit:g}, so it forgot too much.</source>
        <translation>Auf dem Referenzsatz verliert es {loss:.3f} Dice bei {structure}: mehr als {limit:g}, es hat also zu viel vergessen.</translation>
    </message>
    <message>
        <source>On the reference set no structure loses more than {limit:g} Dice.</source>
        <translation>Auf dem Referenzsatz verliert keine Struktur mehr als {limit:g} Dice.</translation>
    </message>
    <message>
        <source>On your {patients} validation patients it is better: mean Dice {candidate:.3f}, before {parent:.3f}.</source>
        <translation>Bei Ihren {patients} Patienten zur Prüfung ist es besser: mittlerer Dice {candidate:.3f}, zuvor {parent:.3f}.</translation>
    </message>
    <message>
        <source>On your {patients} validation patients it is not better: mean Dice {candidate:.3f}, before {parent:.3f}.</source>
        <translation>Bei Ihren {patients} Patienten zur Prüfung ist es nicht besser: mittlerer Dice {candidate:.3f}, zuvor {parent:.3f}.</translation>
    </message>
    <message>
        <source>On your only validation patient it is better: mean Dice {candidate:.3f}, before {parent:.3f}.</source>
        <translation>Bei Ihrem einzigen Patienten zur Prüfung ist es besser: mittlerer Dice {candidate:.3f}, zuvor {parent:.3f}.</translation>
    </message>
    <message>
        <source>On your only validation patient it is not better: mean Dice {candidate:.3f}, before {parent:.3f}.</source>
        <translation>Bei Ihrem einzigen Patienten zur Prüfung ist es nicht besser: mittlerer Dice {candidate:.3f}, zuvor {parent:.3f}.</translation>
    </message>
    <message>
        <source>One image, to be drawn on</source>
        <translation>Ein Bild, auf dem gezeichnet wird</translation>
    </message>
    <message>
        <source>One of the files is not part of what is shown:</source>
        <translation>Eine der Dateien gehört nicht zum Gezeigten:</translation>
    </message>
    <message>
        <source>Only one reader has drawn on this study: let another one read it first.</source>
        <translation>Nur ein Leser hat in dieser Studie gezeichnet: erst einen anderen lesen lassen.</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open a DICOM file, a zip or a NIfTI file</source>
        <translation>Eine DICOM-, ZIP- oder NIfTI-Datei öffnen</translation>
    </message>
    <message>
        <source>Open a study's file</source>
        <translation>Die Datei einer Studie öffnen</translation>
    </message>
    <message>
        <source>Open a study's folder</source>
        <translation>Den Ordner einer Studie öffnen</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Datei öffnen…</translation>
    </message>
    <message>
        <source>Open fol&amp;der</source>
        <translation>Or&amp;dner öffnen</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open the &amp;bundled study</source>
        <translation>&amp;Beispielstudie öffnen</translation>
    </message>
    <message>
        <source>Open the Sign-off panel</source>
        <translation>Die Freigabe öffnen</translation>
    </message>
    <message>
        <source>Open the bundled study</source>
        <translation>Beispielstudie öffnen</translation>
    </message>
    <message>
        <source>Open the bundled study with this list beside it</source>
        <translation>Die Beispielstudie öffnen, mit dieser Liste daneben</translation>
    </message>
    <message>
        <source>Open the marked file with the system's program for it (Alt+P)</source>
        <translation>Die markierte Datei mit dem Programm des Systems öffnen (Alt+F)</translation>
    </message>
    <message>
        <source>Open the study that comes with cmrstudio</source>
        <translation>Die Studie öffnen, die cmrstudio beiliegt</translation>
    </message>
    <message>
        <source>Open the study whose readings are to be revealed.</source>
        <translation>Öffnen Sie die Studie, deren Befunde aufgedeckt werden sollen.</translation>
    </message>
    <message>
        <source>Opening the workspace…</source>
        <translation>Arbeitsbereich wird geöffnet…</translation>
    </message>
    <message>
        <source>Optional: stands below the numbers</source>
        <translation>Freiwillig: steht unter den Zahlen</translation>
    </message>
    <message>
        <source>Or drop a folder, a DICOM file, a zip or a NIfTI file on this window.</source>
        <translation>Oder einen Ordner, eine DICOM-, ZIP- oder NIfTI-Datei auf dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Other phases</source>
        <translation>Andere Phasen</translation>
    </message>
    <message>
        <source>Other studies of the workspace</source>
        <translation>Weitere Studien des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>PAPILLARY MUSCLES AND TRABECULATIONS</source>
        <translation>PAPILLARMUSKELN UND TRABEKEL</translation>
    </message>
    <message>
        <source>PATIENT</source>
        <translation>PATIENT</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Papillary muscles belong to the blood pool</source>
        <translation>Papillarmuskeln zählen zum Blut</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Patient's name and series</source>
        <translation>Name des Patienten und Serie</translation>
    </message>
    <message>
        <source>Patient, and what the series is called</source>
        <translation>Patient und Name der Serie</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Patienten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pausing after this batch</source>
        <translation>Pause nach diesem Stapel</translation>
    </message>
    <message>
        <source>Peak ejection</source>
        <translation>Stärkste Austreibung</translation>
    </message>
    <message>
        <source>Peak ejection and filling rates</source>
        <translation>Stärkste Austreibung und Füllung</translation>
    </message>
    <message>
        <source>Peak filling</source>
        <translation>Stärkste Füllung</translation>
    </message>
    <message>
        <source>Per m² BSA</source>
        <translation>Pro m² KOF</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Phase {number} has no contours that wait for verification: go to another phase.</source>
        <translation>Phase {number} hat keine Konturen, die auf Bestätigung warten: zu einer anderen Phase gehen.</translation>
    </message>
    <message>
        <source>Phase {number}: the contours cross on slice {slices}. Mend them, or the wall there counts as 0.</source>
        <translation>Phase {number}: Die Konturen kreuzen sich auf Schicht {slices}. Beheben, sonst zählt die Wand dort als 0.</translation>
    </message>
    <message>
        <source>Phase {number}: {text}</source>
        <translation>Phase {number}: {text}</translation>
    </message>
    <message>
        <source>Phase {phase} of {phases}, endocardium on {drawn} of {slices} slices; the blue plane is slice {slice}. Between the slices it is interpolated.</source>
        <translation>Phase {phase} von {phases}, Endokard auf {drawn} von {slices} Schichten; die blaue Ebene ist Schicht {slice}. Zwischen den Schichten ist interpoliert.</translation>
    </message>
    <message>
        <source>Pin or unpin the slice on the screen</source>
        <translation>Die gezeigte Schicht anheften oder lösen</translation>
    </message>
    <message>
        <source>Pin slice {slice}</source>
        <translation>Schicht {slice} anheften</translation>
    </message>
    <message>
        <source>Play or stop the cine</source>
        <translation>Cine abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play the cine and stop it</source>
        <translation>Das Cine abspielen und anhalten</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>Press the key, with Ctrl, Alt or Shift if you like</source>
        <translation>Die Taste drücken, auch mit Strg, Alt oder Umschalt</translation>
    </message>
    <message>
        <source>Previous phase</source>
        <translation>Vorige Phase</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of the report</source>
        <translation>Fortschritt des Berichts</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Propa&amp;gate to all phases</source>
        <translation>Auf alle P&amp;hasen übertragen</translation>
    </message>
    <message>
        <source>Propagate</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>Propagate contours</source>
        <translation>Konturen übertragen</translation>
    </message>
    <message>
        <source>Propagate to all p&amp;hases</source>
        <translation>Auf alle P&amp;hasen übertragen</translation>
    </message>
    <message>
        <source>Propagate to some phases…</source>
        <translation>Auf einige Phasen übertragen…</translation>
    </message>
    <message>
        <source>Propagating contours to {phases}</source>
        <translation>Konturen werden übertragen: {phases}</translation>
    </message>
    <message>
        <source>Propagation cancelled.</source>
        <translation>Übertragung abgebrochen.</translation>
    </message>
    <message>
        <source>Pus&amp;her</source>
        <translation>S&amp;chieber</translation>
    </message>
    <message>
        <source>Push contour</source>
        <translation>Kontur schieben</translation>
    </message>
    <message>
        <source>Put it to use for all segmentations from now on</source>
        <translation>Ab jetzt für alle Segmentierungen verwenden</translation>
    </message>
    <message>
        <source>Put the chosen version to use, if it is offered</source>
        <translation>Die gewählte Version in Gebrauch nehmen, wenn sie angeboten wird</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Quality {number}: {verdict}</source>
        <translation>Güte {number}: {verdict}</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Quit and lose it</source>
        <translation>Beenden und verlieren</translation>
    </message>
    <message>
        <source>Quitting now loses it.</source>
        <translation>Wenn Sie jetzt beenden, ist er verloren.</translation>
    </message>
    <message>
        <source>RECENT STUDIES</source>
        <translation>ZULETZT GELESEN</translation>
    </message>
    <message>
        <source>Rates need complete contours at end-diastole and at end-systole, two phases. Segment both.</source>
        <translation>Raten brauchen vollständige Konturen in Enddiastole und Endsystole, zwei Phasen. Beide segmentieren.</translation>
    </message>
    <message>
        <source>Re&amp;port…</source>
        <translation>Be&amp;richt…</translation>
    </message>
    <message>
        <source>Rea&amp;ders…</source>
        <translation>&amp;Leser…</translation>
    </message>
    <message>
        <source>Read as this reader</source>
        <translation>Als dieser Leser lesen</translation>
    </message>
    <message>
        <source>Read one study</source>
        <translation>Eine Studie lesen</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Reader: {name} (blind)</source>
        <translation>Leser: {name} (verblindet)</translation>
    </message>
    <message>
        <source>Reader: {name}. Change who reads</source>
        <translation>Leser: {name}. Wechseln, wer liest</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>Readers contradict each other on {count} images, which are left out:</source>
        <translation>Befunder widersprechen einander auf {count} Bildern, die ausgelassen werden:</translation>
    </message>
    <message>
        <source>Readers of this workspace</source>
        <translation>Leser dieses Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Befundung</translation>
    </message>
    <message>
        <source>Reading what is verified</source>
        <translation>Bestätigtes wird gelesen</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>Lese {name}</translation>
    </message>
    <message>
        <source>Reading: {name}</source>
        <translation>Befund: {name}</translation>
    </message>
    <message>
        <source>Reads short-axis cine cardiac MRI.</source>
        <translation>Befundet Kurzachsen-Cine-MRT des Herzens.</translation>
    </message>
    <message>
        <source>Reads short-axis cine cardiac MRI: contours, volumes, ejection fraction and mass.</source>
        <translation>Befundet Kurzachsen-Cine-MRT des Herzens: Konturen, Volumina, Ejektionsfraktion und Masse.</translation>
    </message>
    <message>
        <source>Ready to be signed off</source>
        <translation>Bereit zur Freigabe</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Gründe</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redraw a contour or a part of it</source>
        <translation>Eine Kontur oder einen Teil davon neu zeichnen</translation>
    </message>
    <message>
        <source>Redraw a part of a contour</source>
        <translation>Einen Teil einer Kontur neu zeichnen</translation>
    </message>
    <message>
        <source>Redraw contour</source>
        <translation>Kontur neu zeichnen</translation>
    </message>
    <message>
        <source>Region unknown</source>
        <translation>Region unbekannt</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Remove all contours of the images selected in the matrix, or of the image on the screen</source>
        <translation>Alle Konturen der in der Matrix ausgewählten Bilder oder des gezeigten Bildes entfernen</translation>
    </message>
    <message>
        <source>Remove endocardium</source>
        <translation>Endokard entfernen</translation>
    </message>
    <message>
        <source>Remove epicardium</source>
        <translation>Epikard entfernen</translation>
    </message>
    <message>
        <source>Remove this version; the one in use is not touched</source>
        <translation>Diese Version entfernen; die in Gebrauch bleibt unberührt</translation>
    </message>
    <message>
        <source>Remove what was cut off</source>
        <translation>Das Abgebrochene entfernen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace the active contour by its convex hull</source>
        <translation>Die aktive Kontur durch ihre konvexe Hülle ersetzen</translation>
    </message>
    <message>
        <source>Replacing them can be undone. A verification becomes stale.</source>
        <translation>Das Ersetzen lässt sich rückgängig machen. Eine Bestätigung wird hinfällig.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report &amp;now</source>
        <translation>&amp;Jetzt berichten</translation>
    </message>
    <message>
        <source>Report now</source>
        <translation>Jetzt berichten</translation>
    </message>
    <message>
        <source>Reported by</source>
        <translation>Befundet von</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Resize contour</source>
        <translation>Kontur in der Größe ändern</translation>
    </message>
    <message>
        <source>Rest after the batch under way; reading has the whole computer then</source>
        <translation>Nach dem laufenden Stapel ruhen; das Befunden hat dann den ganzen Rechner</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Return confirms.</source>
        <translation>Die Eingabetaste bestätigt.</translation>
    </message>
    <message>
        <source>Return or a double click opens a file</source>
        <translation>Die Eingabetaste oder ein Doppelklick öffnet eine Datei</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>Aufdecken</translation>
    </message>
    <message>
        <source>Reveal all readings of this study…</source>
        <translation>Alle Befunde dieser Studie aufdecken…</translation>
    </message>
    <message>
        <source>Reveal readings</source>
        <translation>Befunde aufdecken</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Reviewer's name</source>
        <translation>Name des Befunders</translation>
    </message>
    <message>
        <source>Reviewer: not set</source>
        <translation>Befunder: nicht angegeben</translation>
    </message>
    <message>
        <source>Reviewer: {name}</source>
        <translation>Befunder: {name}</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Rolled back: {version} is in use again.</source>
        <translation>Zurückgenommen: {version} ist wieder in Gebrauch.</translation>
    </message>
    <message>
        <source>Rows and columns as in the short-axis images</source>
        <translation>Zeilen und Spalten wie in den Kurzachsenbildern</translation>
    </message>
    <message>
        <source>SIGN-OFF</source>
        <translation>FREIGABE</translation>
    </message>
    <message>
        <source>SLICES AT THIS PHASE, BASE FIRST</source>
        <translation>SCHICHTEN DIESER PHASE, BASIS ZUERST</translation>
    </message>
    <message>
        <source>Save state</source>
        <translation>Stand der Sicherung</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Gesichert {time}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gesichert…</translation>
    </message>
    <message>
        <source>Scale contour</source>
        <translation>Kontur skalieren</translation>
    </message>
    <message>
        <source>Scores are Dice on subjects that no model was trained on. A model is used from the next segmentation.</source>
        <translation>Die Werte sind Dice an Personen, an denen kein Modell trainiert wurde. Ein Modell gilt ab der nächsten Segmentierung.</translation>
    </message>
    <message>
        <source>Scroll Left</source>
        <translation>Nach links blättern</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Nach rechts blättern</translation>
    </message>
    <message>
        <source>Search for an action or a key</source>
        <translation>Nach einer Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>Search patient, series, folder, reviewer or date</source>
        <translation>Patient, Serie, Ordner, Befunder oder Datum suchen</translation>
    </message>
    <message>
        <source>Search the work list</source>
        <translation>Die Arbeitsliste durchsuchen</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweiter</translation>
    </message>
    <message>
        <source>Second key</source>
        <translation>Zweite Taste</translation>
    </message>
    <message>
        <source>Seg&amp;ment</source>
        <translation>Se&amp;gmentieren</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmentieren</translation>
    </message>
    <message>
        <source>Segment again</source>
        <translation>Neu segmentieren</translation>
    </message>
    <message>
        <source>Segment endocardium</source>
        <translation>Endokard segmentieren</translation>
    </message>
    <message>
        <source>Segment epicardium</source>
        <translation>Epikard segmentieren</translation>
    </message>
    <message>
        <source>Segment selected &amp;images</source>
        <translation>Ausgewählte &amp;Bilder segmentieren</translation>
    </message>
    <message>
        <source>Segment the &amp;study</source>
        <translation>&amp;Studie segmentieren</translation>
    </message>
    <message>
        <source>Segment the ac&amp;tive contour only</source>
        <translation>Nur die aktive &amp;Kontur segmentieren</translation>
    </message>
    <message>
        <source>Segment the active &amp;contour only</source>
        <translation>Nur die aktive &amp;Kontur segmentieren</translation>
    </message>
    <message>
        <source>Segment the study to see the volume over the cardiac cycle</source>
        <translation>Segmentieren Sie die Studie, um das Volumen über den Herzzyklus zu sehen</translation>
    </message>
    <message>
        <source>Segment this &amp;phase</source>
        <translation>Diese &amp;Phase segmentieren</translation>
    </message>
    <message>
        <source>Segment this s&amp;lice</source>
        <translation>Diese S&amp;chicht segmentieren</translation>
    </message>
    <message>
        <source>Segmentation cancelled; {images} had been drawn.</source>
        <translation>Segmentierung abgebrochen; {images} waren gezeichnet.</translation>
    </message>
    <message>
        <source>Segmenting phase {phase}</source>
        <translation>Segmentiere Phase {phase}</translation>
    </message>
    <message>
        <source>Segmenting slice {slice}, phase {phase}</source>
        <translation>Segmentiere Schicht {slice}, Phase {phase}</translation>
    </message>
    <message>
        <source>Segmenting the {structure} of slice {slice}, phase {phase}</source>
        <translation>Segmentierung: {structure}, Schicht {slice}, Phase {phase}</translation>
    </message>
    <message>
        <source>Segmenting {count} phases</source>
        <translation>Segmentiere {count} Phasen</translation>
    </message>
    <message>
        <source>Segmenting {images}</source>
        <translation>Segmentierung: {images}</translation>
    </message>
    <message>
        <source>Segments on the image</source>
        <translation>Segmente auf dem Bild</translation>
    </message>
    <message>
        <source>Select a range of images</source>
        <translation>Einen Bereich von Bildern auswählen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Select all images of that phase or slice</source>
        <translation>Alle Bilder dieser Phase oder Schicht auswählen</translation>
    </message>
    <message>
        <source>Select an image more, or one less</source>
        <translation>Ein Bild mehr oder weniger auswählen</translation>
    </message>
    <message>
        <source>Select phase {phase}, all slices</source>
        <translation>Phase {phase} auswählen, alle Schichten</translation>
    </message>
    <message>
        <source>Select slice {slice}, all phases</source>
        <translation>Schicht {slice} auswählen, alle Phasen</translation>
    </message>
    <message>
        <source>Select the images to copy to: Shift+click, Ctrl+click or drag in the matrix.</source>
        <translation>Wählen Sie die Zielbilder: Umschalt+Klick, Strg+Klick oder Ziehen in der Matrix.</translation>
    </message>
    <message>
        <source>Selected: {images}</source>
        <translation>Gewählt: {images}</translation>
    </message>
    <message>
        <source>Set end-diastole</source>
        <translation>Enddiastole setzen</translation>
    </message>
    <message>
        <source>Set end-diastole here</source>
        <translation>Enddiastole hier setzen</translation>
    </message>
    <message>
        <source>Set end-systole</source>
        <translation>Endsystole setzen</translation>
    </message>
    <message>
        <source>Set end-systole here</source>
        <translation>Endsystole hier setzen</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Sex: normal ranges differ</source>
        <translation>Geschlecht: die Normbereiche unterscheiden sich</translation>
    </message>
    <message>
        <source>Shared reading</source>
        <translation>Gemeinsamer Befund</translation>
    </message>
    <message>
        <source>Shift + arrow keys, + and −, with the whole contour tool</source>
        <translation>Umschalt + Pfeiltasten, + und −, mit dem Werkzeug Ganze Kontur</translation>
    </message>
    <message>
        <source>Shift + wheel</source>
        <translation>Umschalt + Mausrad</translation>
    </message>
    <message>
        <source>Shift+Tab goes to the control before.</source>
        <translation>Umschalt+Tab geht zum vorigen Feld.</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show &amp;contours</source>
        <translation>&amp;Konturen zeigen</translation>
    </message>
    <message>
        <source>Show comparison</source>
        <translation>Vergleich zeigen</translation>
    </message>
    <message>
        <source>Show how the chosen version compares with its parent</source>
        <translation>Zeigen, wie die gewählte Version neben der steht, aus der sie trainiert wurde</translation>
    </message>
    <message>
        <source>Show more tabs</source>
        <translation>Weitere Reiter zeigen</translation>
    </message>
    <message>
        <source>Show only studies in the state “{state}”; several can be chosen</source>
        <translation>Nur Studien im Zustand „{state}“ zeigen; mehrere sind wählbar</translation>
    </message>
    <message>
        <source>Show studies in the state {state}: {count}</source>
        <translation>Studien im Zustand {state} zeigen: {count}</translation>
    </message>
    <message>
        <source>Show the folder of the files (Alt+D)</source>
        <translation>Den Ordner der Dateien zeigen (Alt+D)</translation>
    </message>
    <message>
        <source>Show the images turned, scaled and with other contrast, so that the model learns more</source>
        <translation>Die Bilder gedreht, skaliert und mit anderem Kontrast zeigen, damit das Modell mehr lernt</translation>
    </message>
    <message>
        <source>Show the single cine to mark the RV insertion.</source>
        <translation>Zeigen Sie das einzelne Cine, um den RV-Ansatz zu markieren.</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Sign off…</source>
        <translation>Freigeben…</translation>
    </message>
    <message>
        <source>Sign the study &amp;off…</source>
        <translation>Studie &amp;freigeben…</translation>
    </message>
    <message>
        <source>Sign the study off</source>
        <translation>Die Studie freigeben</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Sign-off void: changed since</source>
        <translation>Freigabe ungültig: seither geändert</translation>
    </message>
    <message>
        <source>Signed off by {name}</source>
        <translation>Freigegeben von {name}</translation>
    </message>
    <message>
        <source>Signed off by {name}.</source>
        <translation>Freigegeben von {name}.</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Slice on screen</source>
        <translation>Gezeigte Schicht</translation>
    </message>
    <message>
        <source>Slice {number} at end-diastole, endocardium</source>
        <translation>Schicht {number} Enddiastole, Endokard</translation>
    </message>
    <message>
        <source>Slice {number} at end-diastole, epicardium</source>
        <translation>Schicht {number} Enddiastole, Epikard</translation>
    </message>
    <message>
        <source>Slice {number} at end-systole, endocardium</source>
        <translation>Schicht {number} Endsystole, Endokard</translation>
    </message>
    <message>
        <source>Slice {number} at end-systole, epicardium</source>
        <translation>Schicht {number} Endsystole, Epikard</translation>
    </message>
    <message>
        <source>Slice {number} has no contours that wait for verification: go to another slice.</source>
        <translation>Schicht {number} hat keine Konturen, die auf Bestätigung warten: zu einer anderen Schicht gehen.</translation>
    </message>
    <message>
        <source>Slice {number}, as shown</source>
        <translation>Schicht {number}, wie gezeigt</translation>
    </message>
    <message>
        <source>Slice {number}, phase {phase}. Solid: {solid}. Dashed: {dashed}.</source>
        <translation>Schicht {number}, Phase {phase}. Durchgezogen: {solid}. Gestrichelt: {dashed}.</translation>
    </message>
    <message>
        <source>Slice {number}: {state}</source>
        <translation>Schicht {number}: {state}</translation>
    </message>
    <message>
        <source>Slice {slice}</source>
        <translation>Schicht {slice}</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}</source>
        <translation>Schicht {slice}, Phase {phase}</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}: of {readers}, one verified that no ventricle is there, another drew it. Have them look at it again.</source>
        <translation>Schicht {slice}, Phase {phase}: von {readers} hat jemand bestätigt, dass dort kein Ventrikel ist, jemand anders hat ihn gezeichnet. Lassen Sie beide noch einmal hinsehen.</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}: the cavities of {readers} overlap with a Dice of {dice:.2f} only. Have them look at it again.</source>
        <translation>Schicht {slice}, Phase {phase}: die Höhlen von {readers} überlappen nur mit einem Dice von {dice:.2f}. Lassen Sie beide noch einmal hinsehen.</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}: the endocardium that {readers} verified lies outside the epicardium. Correct one of them and verify it again.</source>
        <translation>Schicht {slice}, Phase {phase}: das von {readers} bestätigte Endokard liegt außerhalb des Epikards. Berichtigen Sie eines von beiden und bestätigen Sie erneut.</translation>
    </message>
    <message>
        <source>Slice {slice}, phase {phase}: {readers} verified that no ventricle is there, but it is drawn on slices above and below. Draw it, or correct those slices.</source>
        <translation>Schicht {slice}, Phase {phase}: {readers} hat bestätigt, dass dort kein Ventrikel ist, aber darüber und darunter ist er gezeichnet. Zeichnen Sie ihn, oder berichtigen Sie jene Schichten.</translation>
    </message>
    <message>
        <source>Slices and phases</source>
        <translation>Schichten und Phasen</translation>
    </message>
    <message>
        <source>Slices at this phase</source>
        <translation>Schichten dieser Phase</translation>
    </message>
    <message>
        <source>Slices used, a third each:</source>
        <translation>Verwendete Schichten, je ein Drittel:</translation>
    </message>
    <message>
        <source>Sm&amp;ooth</source>
        <translation>&amp;Glätten</translation>
    </message>
    <message>
        <source>Smaller pusher</source>
        <translation>Kleinerer Schieber</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glätten</translation>
    </message>
    <message>
        <source>Smooth endocardium</source>
        <translation>Endokard glätten</translation>
    </message>
    <message>
        <source>Smooth epicardium</source>
        <translation>Epikard glätten</translation>
    </message>
    <message>
        <source>Solid: the model now. Thin dashes: before it learned. White dots: your contours.</source>
        <translation>Durchgezogen: das Modell jetzt. Dünn gestrichelt: bevor es lernte. Weiß gepunktet: Ihre Konturen.</translation>
    </message>
    <message>
        <source>Some minutes: enough to get used to the images of your scanner. Choose this first.</source>
        <translation>Einige Minuten: genug, um sich an die Bilder Ihres Geräts zu gewöhnen. Wählen Sie zuerst dies.</translation>
    </message>
    <message>
        <source>Some of your work could not be stored.</source>
        <translation>Ein Teil Ihrer Arbeit konnte nicht gesichert werden.</translation>
    </message>
    <message>
        <source>Space ticks a study</source>
        <translation>Die Leertaste hakt eine Studie an</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation>Stand des Trainings</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Steepest fall of the volume from end-diastole to end-systole</source>
        <translation>Steilster Abfall des Volumens von der Enddiastole zur Endsystole</translation>
    </message>
    <message>
        <source>Steepest rise of the volume from end-systole to the next end-diastole</source>
        <translation>Steilster Anstieg des Volumens von der Endsystole zur nächsten Enddiastole</translation>
    </message>
    <message>
        <source>Step through slices and phases</source>
        <translation>Durch Schichten und Phasen gehen</translation>
    </message>
    <message>
        <source>Stop importing; the studies imported so far stay on the list</source>
        <translation>Den Import anhalten; die schon importierten Studien bleiben auf der Liste</translation>
    </message>
    <message>
        <source>Stop it; what has been done so far stays</source>
        <translation>Anhalten; was schon getan ist, bleibt</translation>
    </message>
    <message>
        <source>Stop watching {folder}</source>
        <translation>{folder} nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Stop; what is done so far stays, and can go on later</source>
        <translation>Beenden; was getan ist, bleibt und kann später weitergehen</translation>
    </message>
    <message>
        <source>Stopping after this batch</source>
        <translation>Ende nach diesem Stapel</translation>
    </message>
    <message>
        <source>Stroke volume: EDV minus ESV</source>
        <translation>Schlagvolumen: EDV minus ESV</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Studies (*.dcm *.dicom *.ima *.zip *.nii *.nii.gz);;All files (*)</source>
        <translation>Studien (*.dcm *.dicom *.ima *.zip *.nii *.nii.gz);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Surfaces in space</source>
        <translation>Oberflächen im Raum</translation>
    </message>
    <message>
        <source>Surfaces need contours on at least two slices of this phase.

Segment the study (Segment &gt; Segment the study), or draw them.</source>
        <translation>Oberflächen brauchen Konturen auf mindestens zwei Schichten dieser Phase.

Segmentieren Sie die Studie (Segmentieren &gt; Studie segmentieren), oder zeichnen Sie sie.</translation>
    </message>
    <message>
        <source>Switch endocardium / epicardium</source>
        <translation>Endokard / Epikard wechseln</translation>
    </message>
    <message>
        <source>THIS IMAGE</source>
        <translation>DIESES BILD</translation>
    </message>
    <message>
        <source>TO VERIFY FIRST ({count})</source>
        <translation>ERST ZU BESTÄTIGEN ({count})</translation>
    </message>
    <message>
        <source>Tab goes to the next control.</source>
        <translation>Tab geht zum nächsten Feld.</translation>
    </message>
    <message>
        <source>Take a version that was exported; a damaged file is refused</source>
        <translation>Eine exportierte Version übernehmen; eine beschädigte Datei wird abgewiesen</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Ten &amp;gestures</source>
        <translation>Zehn &amp;Handgriffe</translation>
    </message>
    <message>
        <source>Ten gestures</source>
        <translation>Zehn Handgriffe</translation>
    </message>
    <message>
        <source>Ten gestures to read a heart</source>
        <translation>Zehn Handgriffe, ein Herz zu befunden</translation>
    </message>
    <message>
        <source>That key belongs to {owners}. Taking it over leaves that without it.</source>
        <translation>Diese Taste gehört zu {owners}. Wird sie übernommen, fehlt sie dort.</translation>
    </message>
    <message>
        <source>The 3-D view is on the clipboard.</source>
        <translation>Die 3-D-Ansicht ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The RV insertion is marked in the middle of the LV: mark it again (Contour &gt; Mark RV insertion).</source>
        <translation>Der RV-Ansatz ist in der Mitte des LV markiert: neu markieren (Kontur &gt; RV-Ansatz markieren).</translation>
    </message>
    <message>
        <source>The base on top, looking a little into the cavity (Home)</source>
        <translation>Die Basis oben, mit etwas Blick in die Höhle (Pos1)</translation>
    </message>
    <message>
        <source>The cine beside the same slice at end-diastole and end-systole</source>
        <translation>Das Cine neben derselben Schicht in Enddiastole und Endsystole</translation>
    </message>
    <message>
        <source>The contours of this image were edited or verified by a reader.</source>
        <translation>Die Konturen dieses Bildes wurden von einem Befunder bearbeitet oder bestätigt.</translation>
    </message>
    <message>
        <source>The contours of {count} images were edited or verified by a reader.</source>
        <translation>Die Konturen von {count} Bildern wurden von einem Befunder bearbeitet oder bestätigt.</translation>
    </message>
    <message>
        <source>The contours of {place} were edited or verified by a reader.</source>
        <translation>Die Konturen von {place} wurden von einem Befunder bearbeitet oder bestätigt.</translation>
    </message>
    <message>
        <source>The endocardium in red and the epicardium in green, lofted through the contours of this phase.</source>
        <translation>Das Endokard in Rot und das Epikard in Grün, durch die Konturen dieser Phase gelegt.</translation>
    </message>
    <message>
        <source>The headers give neither trigger times nor a heart rate: enter the heart rate to see rates.</source>
        <translation>Die Dateiköpfe nennen weder Triggerzeiten noch Herzfrequenz: Herzfrequenz eingeben, um Raten zu sehen.</translation>
    </message>
    <message>
        <source>The headers say that text is burnt into the images of this study: it may name the patient, also on the contact sheet of a report without identity.</source>
        <translation>Laut Dateikopf ist Text in die Bilder dieser Studie eingebrannt: Er kann den Patienten nennen, auch auf der Bildübersicht eines Berichts ohne Identität.</translation>
    </message>
    <message>
        <source>The image is on the clipboard, without the patient's name.</source>
        <translation>Das Bild ist in der Zwischenablage, ohne den Namen des Patienten.</translation>
    </message>
    <message>
        <source>The image of slice {slice} at phase {phase} is missing: copy to another one.</source>
        <translation>Das Bild von Schicht {slice} bei Phase {phase} fehlt: auf ein anderes kopieren.</translation>
    </message>
    <message>
        <source>The image of the present slice and phase with its contours.</source>
        <translation>Das Bild der gewählten Schicht und Phase mit seinen Konturen.</translation>
    </message>
    <message>
        <source>The image on the screen has no contours to copy: draw or segment it first.</source>
        <translation>Das gezeigte Bild hat keine Konturen zum Kopieren: erst zeichnen oder segmentieren.</translation>
    </message>
    <message>
        <source>The key is free.</source>
        <translation>Die Taste ist frei.</translation>
    </message>
    <message>
        <source>The model that is to learn; the version in use stays in use meanwhile</source>
        <translation>Das Modell, das lernen soll; die Version in Gebrauch bleibt es währenddessen</translation>
    </message>
    <message>
        <source>An MP4 holds MPEG-4 Part 2 video: VLC and most other players show it, many web browsers do not. An animated GIF is shown by browsers and on slides too, in 256 colours.</source>
        <translation>Ein MP4 enthält Video nach MPEG-4 Teil 2: VLC und die meisten anderen Videoprogramme zeigen es, viele Webbrowser nicht. Ein animiertes GIF zeigen auch Browser und Präsentationen, in 256 Farben.</translation>
    </message>
    <message>
        <source>The movie has the window, zoom and place of the image on the screen and plays at the speed of the heart.</source>
        <translation>Der Film hat Fensterung, Vergrößerung und Ausschnitt des gezeigten Bildes und läuft so schnell, wie das Herz schlägt.</translation>
    </message>
    <message>
        <source>The movie is in {path}.</source>
        <translation>Der Film ist in {path}.</translation>
    </message>
    <message>
        <source>The present slice at end-diastole and at end-systole with its contours.</source>
        <translation>Die gewählte Schicht in Enddiastole und Endsystole mit ihren Konturen.</translation>
    </message>
    <message>
        <source>The reference set</source>
        <translation>Der Referenzsatz</translation>
    </message>
    <message>
        <source>The report as one file for a browser; shows names in every script (Alt+H)</source>
        <translation>Der Bericht als eine Datei für den Browser; zeigt Namen in jeder Schrift (Alt+H)</translation>
    </message>
    <message>
        <source>The report is written: {files} in {path}</source>
        <translation>Der Bericht ist geschrieben: {files} in {path}</translation>
    </message>
    <message>
        <source>The report on A4 pages, to print or to send (Alt+P)</source>
        <translation>Der Bericht auf A4-Seiten, zum Drucken oder Verschicken (Alt+P)</translation>
    </message>
    <message>
        <source>The segmentation engine did not become ready in time; close other programs and try again.</source>
        <translation>Das Rechenwerk wurde nicht rechtzeitig bereit; andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The shared reading alone</source>
        <translation>Nur die gemeinsame Befundung</translation>
    </message>
    <message>
        <source>The sign-off of {name} is void: what was signed has changed. Undo, or verify and sign again.</source>
        <translation>Die Freigabe von {name} ist ungültig: Freigegebenes wurde geändert. Rückgängig machen oder bestätigen und neu freigeben.</translation>
    </message>
    <message>
        <source>The studies are not all counted by the same conventions: what differs between conventions is in bias, limits and ICC as if readers differed.</source>
        <translation>Die Studien sind nicht alle nach denselben Konventionen gezählt: Was sich zwischen Konventionen unterscheidet, steckt in Abweichung, Grenzen und ICC, als ob sich Leser unterschieden.</translation>
    </message>
    <message>
        <source>The study is being segmented: make the report when that is done.</source>
        <translation>Die Studie wird segmentiert: Erstellen Sie den Bericht, wenn das fertig ist.</translation>
    </message>
    <message>
        <source>The study is signed off as it is.</source>
        <translation>Die Studie ist so freigegeben, wie sie ist.</translation>
    </message>
    <message>
        <source>The study is still loading: make the report when all its images are there.</source>
        <translation>Die Studie wird noch geladen: Erstellen Sie den Bericht, wenn alle Bilder da sind.</translation>
    </message>
    <message>
        <source>The study is still loading: propagate when all of its images are there.</source>
        <translation>Die Studie wird noch geladen: übertragen, wenn alle Bilder da sind.</translation>
    </message>
    <message>
        <source>The study is still loading: segment it when all of its images are there.</source>
        <translation>Die Studie wird noch geladen: segmentieren Sie sie, wenn alle Bilder da sind.</translation>
    </message>
    <message>
        <source>The workspace cannot be opened.</source>
        <translation>Der Arbeitsbereich lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The workspace is not open yet: try again in a moment.</source>
        <translation>Der Arbeitsbereich ist noch nicht offen: versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The workspace is not open: nothing that is verified can be read. Wait for it, or start cmrstudio again.</source>
        <translation>Der Arbeitsbereich ist nicht offen: nichts Bestätigtes kann gelesen werden. Darauf warten oder cmrstudio neu starten.</translation>
    </message>
    <message>
        <source>There are no contours there that wait for verification: select other images.</source>
        <translation>Dort warten keine Konturen auf Bestätigung: andere Bilder auswählen.</translation>
    </message>
    <message>
        <source>There are no contours to clear there: select images with contours.</source>
        <translation>Dort gibt es keine Konturen zu entfernen: Bilder mit Konturen auswählen.</translation>
    </message>
    <message>
        <source>There are no contours yet, so there is nothing to report: segment the study first.</source>
        <translation>Es gibt noch keine Konturen, also nichts zu berichten: Segmentieren Sie zuerst die Studie.</translation>
    </message>
    <message>
        <source>There are no contours yet: segment the study first.</source>
        <translation>Es gibt noch keine Konturen: segmentieren Sie die Studie zuerst.</translation>
    </message>
    <message>
        <source>There are no contours yet: segment the study to see its walls.</source>
        <translation>Es gibt noch keine Konturen: die Studie segmentieren, um die Wände zu sehen.</translation>
    </message>
    <message>
        <source>There are no images there to segment: select others.</source>
        <translation>Dort gibt es keine Bilder zu segmentieren: wählen Sie andere.</translation>
    </message>
    <message>
        <source>There are no other studies in the workspace.</source>
        <translation>Im Arbeitsbereich gibt es keine weiteren Studien.</translation>
    </message>
    <message>
        <source>There are no surfaces to be seen: open the 3-D tab of a study with contours first.</source>
        <translation>Es sind keine Oberflächen zu sehen: öffnen Sie zuerst den Reiter 3-D einer Studie mit Konturen.</translation>
    </message>
    <message>
        <source>There are {patients} validation patients only: the confidence interval is a rough guide.</source>
        <translation>Es gibt nur {patients} Patienten zur Prüfung: Das Konfidenzintervall ist ein grober Anhalt.</translation>
    </message>
    <message>
        <source>There is no contour</source>
        <translation>Es gibt keine Kontur</translation>
    </message>
    <message>
        <source>There is no contour to push; draw it freehand first.</source>
        <translation>Es gibt keine Kontur zum Schieben; zeichnen Sie sie zuerst freihand.</translation>
    </message>
    <message>
        <source>There is no image here that could be verified: go to another one.</source>
        <translation>Hier gibt es kein Bild, das bestätigt werden könnte: zu einem anderen gehen.</translation>
    </message>
    <message>
        <source>There is no other phase to propagate to.</source>
        <translation>Es gibt keine andere Phase, auf die übertragen werden könnte.</translation>
    </message>
    <message>
        <source>There is no slice beyond this one: copy the other way.</source>
        <translation>Hinter dieser Schicht gibt es keine weitere: in die andere Richtung kopieren.</translation>
    </message>
    <message>
        <source>There is nothing to sign yet: segment the study and verify its contours first.</source>
        <translation>Es gibt noch nichts freizugeben: segmentieren Sie die Studie und bestätigen Sie ihre Konturen zuerst.</translation>
    </message>
    <message>
        <source>There is one validation patient only: the gain may be chance. Verify more patients.</source>
        <translation>Es gibt nur einen Patienten zur Prüfung: Der Gewinn kann Zufall sein. Bestätigen Sie weitere Patienten.</translation>
    </message>
    <message>
        <source>Thickening</source>
        <translation>Verdickung</translation>
    </message>
    <message>
        <source>This image has no contours to copy: draw or segment it first.</source>
        <translation>Dieses Bild hat keine Konturen zum Kopieren: erst zeichnen oder segmentieren.</translation>
    </message>
    <message>
        <source>This image has no contours to propagate. Draw or segment it first.</source>
        <translation>Dieses Bild hat keine Konturen zum Übertragen. Erst zeichnen oder segmentieren.</translation>
    </message>
    <message>
        <source>This image has no {name} to change. Draw it, segment, or copy it from a neighbour.</source>
        <translation>Dieses Bild hat kein {name}, das geändert werden könnte. Zeichnen, segmentieren oder vom Nachbarbild kopieren.</translation>
    </message>
    <message>
        <source>This image has no {name} to remove: choose the other contour or another image.</source>
        <translation>Dieses Bild hat kein {name}, das entfernt werden könnte: die andere Kontur oder ein anderes Bild wählen.</translation>
    </message>
    <message>
        <source>This image is missing from the study</source>
        <translation>Dieses Bild fehlt in der Studie</translation>
    </message>
    <message>
        <source>This replaced contours that were edited or verified; undo brings them back (Ctrl+Z).</source>
        <translation>Das hat bearbeitete oder bestätigte Konturen ersetzt; Rückgängig bringt sie zurück (Strg+Z).</translation>
    </message>
    <message>
        <source>This version is in use.</source>
        <translation>Diese Version ist in Gebrauch.</translation>
    </message>
    <message>
        <source>This version was never compared with another one.</source>
        <translation>Diese Version wurde nie mit einer anderen verglichen.</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Time left, memory and device</source>
        <translation>Restzeit, Speicher und Gerät</translation>
    </message>
    <message>
        <source>Too many neighbouring phases have no volume for rates. Segment the study.</source>
        <translation>Zu vielen benachbarten Phasen fehlt ein Volumen für Raten. Die Studie segmentieren.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training: {state}</source>
        <translation>Training: {state}</translation>
    </message>
    <message>
        <source>Try them on the bundled study</source>
        <translation>Mit der Beispielstudie üben</translation>
    </message>
    <message>
        <source>Turn the heart; the wheel zooms, a double click goes back</source>
        <translation>Das Herz drehen; das Mausrad vergrößert, ein Doppelklick stellt zurück</translation>
    </message>
    <message>
        <source>U&amp;npin all slices</source>
        <translation>Alle Schichten &amp;lösen</translation>
    </message>
    <message>
        <source>UNREAD STUDIES THAT WOULD HELP MOST</source>
        <translation>UNGELESENE UNTERSUCHUNGEN, DIE AM MEISTEN HELFEN WÜRDEN</translation>
    </message>
    <message>
        <source>Un&amp;pin this slice</source>
        <translation>Diese Schicht lö&amp;sen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Unpin slice {slice}</source>
        <translation>Schicht {slice} lösen</translation>
    </message>
    <message>
        <source>Unread studies that would help most</source>
        <translation>Ungelesene Untersuchungen, die am meisten helfen würden</translation>
    </message>
    <message>
        <source>Up to an hour: more epochs, for ten patients and more.</source>
        <translation>Bis zu einer Stunde: mehr Epochen, ab zehn Patienten.</translation>
    </message>
    <message>
        <source>Use the version again that was in use before</source>
        <translation>Wieder die Version verwenden, die zuvor in Gebrauch war</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Use this version</source>
        <translation>Diese Version verwenden</translation>
    </message>
    <message>
        <source>VERIFIED SINCE THE VERSION IN USE</source>
        <translation>BESTÄTIGT SEIT DER VERSION IN GEBRAUCH</translation>
    </message>
    <message>
        <source>VOLUMES AND EJECTION FRACTION</source>
        <translation>VOLUMINA UND EJEKTIONSFRAKTION</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Vary the images (turn, scale, contrast)</source>
        <translation>Bilder abwandeln (drehen, skalieren, Kontrast)</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Verif&amp;y</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Verified since the version in use</source>
        <translation>Bestätigt seit der Version in Gebrauch</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Verify all</source>
        <translation>Alle bestätigen</translation>
    </message>
    <message>
        <source>Verify all contours of the &amp;study…</source>
        <translation>Alle Konturen der &amp;Studie bestätigen…</translation>
    </message>
    <message>
        <source>Verify all contours of this &amp;phase</source>
        <translation>Alle Konturen dieser &amp;Phase bestätigen</translation>
    </message>
    <message>
        <source>Verify all contours of this image</source>
        <translation>Alle Konturen dieses Bildes bestätigen</translation>
    </message>
    <message>
        <source>Verify all contours of this s&amp;lice</source>
        <translation>Alle Konturen dieser S&amp;chicht bestätigen</translation>
    </message>
    <message>
        <source>Verify selected &amp;images</source>
        <translation>Ausgewählte B&amp;ilder bestätigen</translation>
    </message>
    <message>
        <source>Verify the active contour, not the other</source>
        <translation>Die aktive Kontur bestätigen, nicht die andere</translation>
    </message>
    <message>
        <source>Verify the contours of the images selected in the matrix, or of the image on the screen</source>
        <translation>Die Konturen der in der Matrix ausgewählten Bilder oder des gezeigten Bildes bestätigen</translation>
    </message>
    <message>
        <source>Verify the contours of this image</source>
        <translation>Die Konturen dieses Bildes bestätigen</translation>
    </message>
    <message>
        <source>Verify the contours that are right</source>
        <translation>Richtige Konturen bestätigen</translation>
    </message>
    <message>
        <source>Verify the study</source>
        <translation>Die Studie bestätigen</translation>
    </message>
    <message>
        <source>Verify this &amp;contour only</source>
        <translation>Nur diese &amp;Kontur bestätigen</translation>
    </message>
    <message>
        <source>Verify this contour only</source>
        <translation>Nur diese Kontur bestätigen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version in use</source>
        <translation>Version in Gebrauch</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Versions, each below the one it was trained from</source>
        <translation>Versionen, jede unter der, aus der sie trainiert wurde</translation>
    </message>
    <message>
        <source>Volume (ml)</source>
        <translation>Volumen (ml)</translation>
    </message>
    <message>
        <source>Volume-time curve</source>
        <translation>Volumen-Zeit-Kurve</translation>
    </message>
    <message>
        <source>Volumes and ejection fraction by patient</source>
        <translation>Volumina und Ejektionsfraktion nach Patient</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>W + left button drag</source>
        <translation>W + mit der linken Taste ziehen</translation>
    </message>
    <message>
        <source>W is held to change window and level on the image.</source>
        <translation>W wird gehalten, um die Fensterung des Bildes zu ändern.</translation>
    </message>
    <message>
        <source>WHAT IS SIGNED</source>
        <translation>WAS FREIGEGEBEN IST</translation>
    </message>
    <message>
        <source>WHAT WOULD BE SIGNED</source>
        <translation>WAS FREIGEGEBEN WÜRDE</translation>
    </message>
    <message>
        <source>WORST CASES: IMAGE, YOUR CONTOURS, BEFORE, NOW</source>
        <translation>SCHLECHTESTE FÄLLE: BILD, IHRE KONTUREN, ZUVOR, JETZT</translation>
    </message>
    <message>
        <source>Wait until all images of the study are read, then change the reader.</source>
        <translation>Warten Sie, bis alle Bilder der Studie gelesen sind, dann wechseln Sie den Leser.</translation>
    </message>
    <message>
        <source>Wall thickening in systole</source>
        <translation>Wandverdickung in der Systole</translation>
    </message>
    <message>
        <source>Wall thickness at end-diastole</source>
        <translation>Wanddicke in der Enddiastole</translation>
    </message>
    <message>
        <source>Wall thickness at end-diastole, in mm</source>
        <translation>Wanddicke in der Enddiastole, in mm</translation>
    </message>
    <message>
        <source>Wall thickness at end-systole</source>
        <translation>Wanddicke in der Endsystole</translation>
    </message>
    <message>
        <source>Wall thickness at end-systole, in mm</source>
        <translation>Wanddicke in der Endsystole, in mm</translation>
    </message>
    <message>
        <source>Walls</source>
        <translation>Wände</translation>
    </message>
    <message>
        <source>Warning: {text}</source>
        <translation>Warnung: {text}</translation>
    </message>
    <message>
        <source>Watch a &amp;folder…</source>
        <translation>Einen &amp;Ordner beobachten…</translation>
    </message>
    <message>
        <source>Watch folders</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>Watch folders ({count})</source>
        <translation>Ordner beobachten ({count})</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>What counts into volumes and mass: basal slices and papillary muscles</source>
        <translation>Was in Volumina und Masse zählt: basale Schichten und Papillarmuskeln</translation>
    </message>
    <message>
        <source>What is darker inside the endocardium counts to the mass and not to the volumes</source>
        <translation>Was im Endokard dunkler ist, zählt zur Masse und nicht zu den Volumina</translation>
    </message>
    <message>
        <source>What is lacking</source>
        <translation>Was fehlt</translation>
    </message>
    <message>
        <source>What is missing for the sign-off</source>
        <translation>Was für die Freigabe fehlt</translation>
    </message>
    <message>
        <source>What is verified</source>
        <translation>Was bestätigt ist</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie bewirkt</translation>
    </message>
    <message>
        <source>What the marks mean</source>
        <translation>Was die Zeichen bedeuten</translation>
    </message>
    <message>
        <source>What was &amp;left out…</source>
        <translation>Was &amp;weggelassen wurde…</translation>
    </message>
    <message>
        <source>What was left out</source>
        <translation>Was weggelassen wurde</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>What would help</source>
        <translation>Was helfen würde</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>When a model has learned, it is compared here with the version that it was trained from.</source>
        <translation>Wenn ein Modell gelernt hat, wird es hier mit der Version verglichen, aus der es trainiert wurde.</translation>
    </message>
    <message>
        <source>When contours, phases or verifications changed last</source>
        <translation>Wann Konturen, Phasen oder Bestätigungen sich zuletzt änderten</translation>
    </message>
    <message>
        <source>Where &amp;muscle surrounds at least</source>
        <translation>Wo &amp;Muskel mindestens</translation>
    </message>
    <message>
        <source>Where the files go; made if it is not there (Alt+F)</source>
        <translation>Wohin die Dateien kommen; wird angelegt, wenn er fehlt (Alt+O)</translation>
    </message>
    <message>
        <source>Where the study came from</source>
        <translation>Woher die Studie kam</translation>
    </message>
    <message>
        <source>Whether it is enough</source>
        <translation>Ob es genug ist</translation>
    </message>
    <message>
        <source>Which network draws the contours</source>
        <translation>Welches Netz die Konturen zeichnet</translation>
    </message>
    <message>
        <source>Who signed off</source>
        <translation>Wer freigegeben hat</translation>
    </message>
    <message>
        <source>Who signed, and when</source>
        <translation>Wer unterschrieben hat und wann</translation>
    </message>
    <message>
        <source>Who stands as the author in the report; may be empty (Alt+R)</source>
        <translation>Wer als Verfasser im Bericht steht; darf leer bleiben (Alt+B)</translation>
    </message>
    <message>
        <source>Who verified last</source>
        <translation>Wer zuletzt bestätigt hat</translation>
    </message>
    <message>
        <source>Whose contours count</source>
        <translation>Wessen Konturen zählen</translation>
    </message>
    <message>
        <source>Whose contours count where several readers verified the same image</source>
        <translation>Wessen Konturen zählen, wo mehrere Befunder dasselbe Bild bestätigt haben</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why there is nothing to compare</source>
        <translation>Warum es nichts zu vergleichen gibt</translation>
    </message>
    <message>
        <source>Window (sideways) and level (up and down)</source>
        <translation>Fensterbreite (seitwärts) und Fenstermitte (auf und ab)</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Mit</translation>
    </message>
    <message>
        <source>With {good} patients or more a model learns more, and it can be told more surely whether it is better.</source>
        <translation>Ab {good} Patienten lernt ein Modell mehr, und es lässt sich sicherer sagen, ob es besser ist.</translation>
    </message>
    <message>
        <source>With {patients} patients the gain may be chance: the 95 % confidence interval goes from {lower:+.3f} to {upper:+.3f}.</source>
        <translation>Bei {patients} Patienten kann der Gewinn Zufall sein: Das 95-%-Konfidenzintervall reicht von {lower:+.3f} bis {upper:+.3f}.</translation>
    </message>
    <message>
        <source>Without patient &amp;identity</source>
        <translation>Ohne &amp;Identität des Patienten</translation>
    </message>
    <message>
        <source>Without this point the contour would cross itself; move it instead.</source>
        <translation>Ohne diesen Punkt würde die Kontur sich selbst kreuzen; verschieben Sie ihn lieber.</translation>
    </message>
    <message>
        <source>Work list</source>
        <translation>Arbeitsliste</translation>
    </message>
    <message>
        <source>Work list: importing {done} of {total}</source>
        <translation>Arbeitsliste: Import {done} von {total}</translation>
    </message>
    <message>
        <source>Write the chosen version as one file, for another computer</source>
        <translation>Die gewählte Version als eine Datei schreiben, für einen anderen Rechner</translation>
    </message>
    <message>
        <source>Write the files (Alt+M)</source>
        <translation>Die Dateien schreiben (Alt+E)</translation>
    </message>
    <message>
        <source>Write the numbers and contours as PDF, HTML, CSV or Excel</source>
        <translation>Zahlen und Konturen als PDF, HTML, CSV oder Excel schreiben</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Den Bericht schreiben</translation>
    </message>
    <message>
        <source>Write the report as it was asked for last</source>
        <translation>Den Bericht so schreiben, wie er zuletzt verlangt wurde</translation>
    </message>
    <message>
        <source>Write the report now</source>
        <translation>Den Bericht jetzt schreiben</translation>
    </message>
    <message>
        <source>Write the studies, and how the readers agree, as two CSV files</source>
        <translation>Die Studien und die Übereinstimmung der Leser als zwei CSV-Dateien schreiben</translation>
    </message>
    <message>
        <source>Writing the movie…</source>
        <translation>Schreibe den Film…</translation>
    </message>
    <message>
        <source>Written to {folder}</source>
        <translation>Geschrieben nach {folder}</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>Your last changes are not on disk: {reason}</source>
        <translation>Ihre letzten Änderungen sind nicht gesichert: {reason}</translation>
    </message>
    <message>
        <source>Your name is kept with each of them: do this only where you have looked at all.</source>
        <translation>Ihr Name wird bei jeder aufbewahrt: tun Sie das nur, wenn Sie alle angesehen haben.</translation>
    </message>
    <message>
        <source>Your validation patients</source>
        <translation>Ihre Patienten zur Prüfung</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>about {number} h left</source>
        <translation>noch etwa {number} h</translation>
    </message>
    <message>
        <source>about {number} min left</source>
        <translation>noch etwa {number} min</translation>
    </message>
    <message>
        <source>about {number} s left</source>
        <translation>noch etwa {number} s</translation>
    </message>
    <message>
        <source>all that is counted must be verified first</source>
        <translation>alles, was zählt, muss erst bestätigt sein</translation>
    </message>
    <message>
        <source>apex</source>
        <translation>Apex</translation>
    </message>
    <message>
        <source>apical</source>
        <translation>apikal</translation>
    </message>
    <message>
        <source>at {time} ms after {phase}</source>
        <translation>{time} ms nach {phase}</translation>
    </message>
    <message>
        <source>basal</source>
        <translation>basal</translation>
    </message>
    <message>
        <source>base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>bias {bias} {unit}</source>
        <translation>Abweichung {bias} {unit}</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>by nobody</source>
        <translation>von niemandem</translation>
    </message>
    <message>
        <source>by {name}, {when}</source>
        <translation>von {name}, {when}</translation>
    </message>
    <message>
        <source>by {source}</source>
        <translation>von {source}</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>changed since verified</source>
        <translation>geändert seit Bestätigung</translation>
    </message>
    <message>
        <source>drawn at phase {phase}</source>
        <translation>gezeichnet in Phase {phase}</translation>
    </message>
    <message>
        <source>drawn {by}</source>
        <translation>gezeichnet {by}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>end-diastole</source>
        <translation>Enddiastole</translation>
    </message>
    <message>
        <source>end-diastole phase {ed}, end-systole phase {es}</source>
        <translation>Enddiastole Phase {ed}, Endsystole Phase {es}</translation>
    </message>
    <message>
        <source>end-systole</source>
        <translation>Endsystole</translation>
    </message>
    <message>
        <source>endocardium</source>
        <translation>Endokard</translation>
    </message>
    <message>
        <source>epicardium</source>
        <translation>Epikard</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>ordentlich</translation>
    </message>
    <message>
        <source>from a file</source>
        <translation>aus einer Datei</translation>
    </message>
    <message>
        <source>from muscle to blood</source>
        <translation>von Muskel zu Blut</translation>
    </message>
    <message>
        <source>from volumes</source>
        <translation>aus Volumina</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>guessed from images</source>
        <translation>aus Bildern geschätzt</translation>
    </message>
    <message>
        <source>heart rate and count of phases</source>
        <translation>Herzfrequenz und Zahl der Phasen</translation>
    </message>
    <message>
        <source>image missing</source>
        <translation>Bild fehlt</translation>
    </message>
    <message>
        <source>in review</source>
        <translation>in Prüfung</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>it is signed as it is</source>
        <translation>sie ist so schon freigegeben</translation>
    </message>
    <message>
        <source>limits of agreement {lower} to {upper} {unit}</source>
        <translation>Übereinstimmungsgrenzen {lower} bis {upper} {unit}</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>mean grey</source>
        <translation>Grauwert im Mittel</translation>
    </message>
    <message>
        <source>mid</source>
        <translation>mittig</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Aufsicht</translation>
    </message>
    <message>
        <source>minus</source>
        <translation>minus</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>no contours</source>
        <translation>keine Konturen</translation>
    </message>
    <message>
        <source>no limits from one study</source>
        <translation>keine Grenzen aus einer Studie</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>of the blood</source>
        <translation>des Blutes umgibt</translation>
    </message>
    <message>
        <source>one file</source>
        <translation>eine Datei</translation>
    </message>
    <message>
        <source>only dashed</source>
        <translation>nur gestrichelt</translation>
    </message>
    <message>
        <source>only solid</source>
        <translation>nur durchgezogen</translation>
    </message>
    <message>
        <source>opened before</source>
        <translation>schon geöffnet</translation>
    </message>
    <message>
        <source>papillary muscles in the blood pool</source>
        <translation>Papillarmuskeln zum Blut gezählt</translation>
    </message>
    <message>
        <source>papillary muscles in the mass</source>
        <translation>Papillarmuskeln zur Masse gezählt</translation>
    </message>
    <message>
        <source>phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>phase {number}, slices {slices}</source>
        <translation>Phase {number}, Schichten {slices}</translation>
    </message>
    <message>
        <source>phase {number}</source>
        <translation>Phase {number}</translation>
    </message>
    <message>
        <source>phases</source>
        <translation>Phasen</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>berechnet</translation>
    </message>
    <message>
        <source>probably wrong</source>
        <translation>wohl falsch</translation>
    </message>
    <message>
        <source>quality, ! is worth a look</source>
        <translation>Qualität, ! ist einen Blick wert</translation>
    </message>
    <message>
        <source>rate per EDV</source>
        <translation>Rate je EDV</translation>
    </message>
    <message>
        <source>set by reader</source>
        <translation>vom Befunder gesetzt</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>slice {slice}</source>
        <translation>Schicht {slice}</translation>
    </message>
    <message>
        <source>slice {slice}, phase {phase}</source>
        <translation>Schicht {slice}, Phase {phase}</translation>
    </message>
    <message>
        <source>slices</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>the heart rate</source>
        <translation>der Herzfrequenz</translation>
    </message>
    <message>
        <source>the montage shows pinned slices alone</source>
        <translation>die Montage zeigt nur angeheftete Schichten</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>heute {time}</translation>
    </message>
    <message>
        <source>trigger times</source>
        <translation>Triggerzeiten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>verify this contour only</source>
        <translation>nur diese Kontur bestätigen</translation>
    </message>
    <message>
        <source>was verified by {name}, {when}</source>
        <translation>war bestätigt von {name}, {when}</translation>
    </message>
    <message>
        <source>worth a look</source>
        <translation>einen Blick wert</translation>
    </message>
    <message>
        <source>years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>gestern {time}</translation>
    </message>
    <message>
        <source>{contours} drawn on {images}.</source>
        <translation>{contours} gezeichnet: {images}.</translation>
    </message>
    <message>
        <source>{count} changed</source>
        <translation>{count} geändert</translation>
    </message>
    <message>
        <source>{count} contours</source>
        <translation>{count} Konturen</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} Dateien</translation>
    </message>
    <message>
        <source>{count} files are not part of this cine: see File &gt; What was left out.</source>
        <translation>{count} Dateien gehören nicht zu diesem Cine: siehe Datei &gt; Was weggelassen wurde.</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} Bilder</translation>
    </message>
    <message>
        <source>{count} of the files are not part of what is shown:</source>
        <translation>{count} der Dateien gehören nicht zum Gezeigten:</translation>
    </message>
    <message>
        <source>{count} of these images are verified.</source>
        <translation>{count} dieser Bilder sind bestätigt.</translation>
    </message>
    <message>
        <source>{count} phases</source>
        <translation>{count} Phasen</translation>
    </message>
    <message>
        <source>{count} studies</source>
        <translation>{count} Studien</translation>
    </message>
    <message>
        <source>{count} studies imported</source>
        <translation>{count} Studien importiert</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{images} images of {patients} patients, {contours} contours (of {all} images verified in all)</source>
        <translation>{images} Bilder von {patients} Patienten, {contours} Konturen (von {all} bestätigten Bildern insgesamt)</translation>
    </message>
    <message>
        <source>{images} with edited or verified contours kept as they were.</source>
        <translation>{images} mit bearbeiteten oder bestätigten Konturen blieben unverändert.</translation>
    </message>
    <message>
        <source>{memory} GB of memory</source>
        <translation>{memory} GB Speicher</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} und {count} weitere</translation>
    </message>
    <message>
        <source>{name}: “{text}” is no number. Enter digits only.</source>
        <translation>{name}: „{text}“ ist keine Zahl. Nur Ziffern eingeben.</translation>
    </message>
    <message>
        <source>{number}: no study</source>
        <translation>{number}: keine Studie</translation>
    </message>
    <message>
        <source>{path} is there already: choose another name.</source>
        <translation>{path} gibt es schon: wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{path}: there is no such file or folder; choose a folder of DICOM images.</source>
        <translation>{path}: diese Datei oder diesen Ordner gibt es nicht; einen Ordner mit DICOM-Bildern wählen.</translation>
    </message>
    <message>
        <source>{phases} with edited or verified contours kept as they were.</source>
        <translation>{phases} mit bearbeiteten oder bestätigten Konturen blieben, wie sie waren.</translation>
    </message>
    <message>
        <source>{patient}, {phase}, slice {number}: Dice {before} before, {now} now</source>
        <translation>{patient}, {phase}, Schicht {number}: Dice zuvor {before}, jetzt {now}</translation>
    </message>
    <message>
        <source>{phase}, slice {number}</source>
        <translation>{phase}, Schicht {number}</translation>
    </message>
    <message>
        <source>{pinned} pinned of {count} slices</source>
        <translation>{pinned} von {count} Schichten angeheftet</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <source>{structure}: mean Dice {dice}, distance {mean_mm} mm, largest HD95 {hd95_mm} mm, {count} images</source>
        <translation>{structure}: mittlerer Dice {dice}, Abstand {mean_mm} mm, größte HD95 {hd95_mm} mm, {count} Bilder</translation>
    </message>
    <message>
        <source>{study}
mean {mean}, difference {difference} {unit}</source>
        <translation>{study}
Mittelwert {mean}, Differenz {difference} {unit}</translation>
    </message>
    <message>
        <source>{time} ms after {phase}</source>
        <translation>{time} ms nach {phase}</translation>
    </message>
    <message>
        <source>{tip}. Click to sort.</source>
        <translation>{tip}. Klick sortiert.</translation>
    </message>
    <message>
        <source>{verified} of {drawn} verified</source>
        <translation>{verified} von {drawn} bestätigt</translation>
    </message>
    <message>
        <source>Version {version} beside {parent}</source>
        <translation>Version {version} neben {parent}</translation>
    </message>
    <message>
        <source>{version} is discarded.</source>
        <translation>{version} ist verworfen.</translation>
    </message>
    <message>
        <source>{version} is in use</source>
        <translation>{version} ist in Gebrauch</translation>
    </message>
    <message>
        <source>{version} is in use now.</source>
        <translation>{version} ist jetzt in Gebrauch.</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… und {count} weitere</translation>
    </message>
    <message>
        <source>▲ Changed</source>
        <translation>▲ Geändert</translation>
    </message>
    <message>
        <source>▲ high</source>
        <translation>▲ hoch</translation>
    </message>
    <message>
        <source>▼ low</source>
        <translation>▼ niedrig</translation>
    </message>
    <message>
        <source>● Verified</source>
        <translation>● Bestätigt</translation>
    </message>
    <message>
        <source>●— volume    - - dV/dt    ▼ peak ejection {ejection}    ▲ peak filling {filling}</source>
        <translation>●— Volumen    - - dV/dt    ▼ max. Austreibung {ejection}    ▲ max. Füllung {filling}</translation>
    </message>
    <message>
        <source>✎ entered by you; grey: from the header</source>
        <translation>✎ von Ihnen eingegeben; grau: aus dem Dateikopf</translation>
    </message>
    <message>
        <source>Reading the signatures…</source>
        <translation>Freigaben werden gelesen …</translation>
    </message>
    <message>
        <source>Stop it and close this window</source>
        <translation>Anhalten und dieses Fenster schließen</translation>
    </message>
    <message>
        <source>Copy the &amp;volume curve</source>
        <translation>&amp;Volumenkurve kopieren</translation>
    </message>
    <message>
        <source>Copy it with what the volumes count</source>
        <translation>Sie mit dem kopieren, was die Volumina zählen</translation>
    </message>
    <message>
        <source>Copy the &amp;bull's-eye</source>
        <translation>&amp;Bullseye kopieren</translation>
    </message>
    <message>
        <source>Copy the bull's-eye as shown</source>
        <translation>Das Bullseye wie gezeigt kopieren</translation>
    </message>
    <message>
        <source>The volume curve is on the clipboard.</source>
        <translation>Die Volumenkurve ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The bull's-eye is on the clipboard.</source>
        <translation>Das Bullseye ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>There is no volume curve to be seen: segment the study or draw contours first.</source>
        <translation>Es ist keine Volumenkurve zu sehen: zuerst die Studie segmentieren oder Konturen zeichnen.</translation>
    </message>
    <message>
        <source>There is no bull's-eye to be seen: open the Walls tab and mark the RV insertion first.</source>
        <translation>Es ist kein Bullseye zu sehen: zuerst den Reiter „Wände“ öffnen und den RV-Ansatz markieren.</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>Konturen</translation>
    </message>
</context>
</TS>
