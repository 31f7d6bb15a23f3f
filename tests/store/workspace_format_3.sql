BEGIN TRANSACTION;
CREATE TABLE audit_entries (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	phase_index INTEGER, 
	slice_index INTEGER, 
	revision INTEGER, 
	PRIMARY KEY (id)
);
INSERT INTO "audit_entries" VALUES(1,'1.2.840.1','2026-11-26T06:00:19.516799+00:00','phases_chosen','cmrstudio','end-diastole 1 (images), end-systole 3 (images)',NULL,NULL,NULL);
INSERT INTO "audit_entries" VALUES(2,'1.2.840.1','2026-11-26T06:00:19.529223+00:00','edited','reader','Segment',0,0,1);
INSERT INTO "audit_entries" VALUES(3,'1.2.840.1','2026-11-26T06:00:19.578282+00:00','verified','Dr. Example','contours verified at 2026-03-04T09:05:00.000000+00:00',0,0,1);
INSERT INTO "audit_entries" VALUES(4,'1.2.840.1','2026-11-26T06:00:19.584441+00:00','edited','unet@1.0.0','Segment',0,1,1);
INSERT INTO "audit_entries" VALUES(5,'1.2.840.1','2026-11-26T06:00:19.609488+00:00','verified','Dr. Example','contours verified at 2026-03-04T09:05:00.000000+00:00',0,1,1);
INSERT INTO "audit_entries" VALUES(6,'1.2.840.1','2026-11-26T06:00:19.625020+00:00','edited','reader','Segment',2,0,1);
INSERT INTO "audit_entries" VALUES(7,'1.2.840.1','2026-11-26T06:00:19.638792+00:00','verified','Dr. Example','contours verified at 2026-03-04T09:05:00.000000+00:00',2,0,1);
INSERT INTO "audit_entries" VALUES(8,'1.2.840.1','2026-11-26T06:00:19.653189+00:00','edited','reader','Clear',2,1,1);
INSERT INTO "audit_entries" VALUES(9,'1.2.840.1','2026-11-26T06:00:19.674169+00:00','verified','Dr. Example','contours verified at 2026-03-04T09:05:00.000000+00:00',2,1,1);
INSERT INTO "audit_entries" VALUES(10,'1.2.840.1','2026-11-26T06:00:19.685236+00:00','edited','reader','Segment',1,0,1);
INSERT INTO "audit_entries" VALUES(11,'1.2.840.1|reader=Dr. B','2026-11-26T06:00:19.738148+00:00','edited','reader','Ellipse',0,0,1);
INSERT INTO "audit_entries" VALUES(12,'1.2.840.1|reader=Dr. B','2026-11-26T06:00:19.748117+00:00','verified','Dr. B','contours verified at 2026-03-04T09:05:00.000000+00:00',0,0,1);
CREATE TABLE contour_qualities (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	phase_index INTEGER NOT NULL, 
	slice_index INTEGER NOT NULL, 
	contour_sha256 VARCHAR(64) NOT NULL, 
	quality FLOAT NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE contour_verifications (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	phase_index INTEGER NOT NULL, 
	slice_index INTEGER NOT NULL, 
	structure VARCHAR NOT NULL, 
	contour_sha256 VARCHAR(64) NOT NULL, 
	reviewer VARCHAR NOT NULL, 
	verified_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "contour_verifications" VALUES(1,'1.2.840.1',0,0,'lv_endocardium','606820c91831ede8d37284fe1a5ea23e6ccf10c53893ea1c3244c6e07c332a07','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(2,'1.2.840.1',0,0,'lv_epicardium','b0d60c333d084031f4e7306a24e1eb8ed3067a0e5a8eaf3cfc4b430fb475d5a7','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(3,'1.2.840.1',0,1,'lv_endocardium','afcd193c00da4ed054ec9fa4506cdfd2a917175a7b533336b41617e137c2912b','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(4,'1.2.840.1',0,1,'lv_epicardium','eb6317dd7b834c16c0a58b3985c3b053e87f29624eac4ed19480cc827fb003c6','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(5,'1.2.840.1',2,0,'lv_endocardium','416ccec48327ed25d9b790a3677858e35167a74c7dced217ce18f5a6591ea6aa','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(6,'1.2.840.1',2,0,'lv_epicardium','6eb6ff22767a7e0e182d26a6308029ee072a1dcbd85ba18fbba9d2937eba8297','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(7,'1.2.840.1',1,0,'lv_endocardium','98a14857df1ef1c0374fccc85626e0b90f624e8734abdd20180b975eb58f4f77','Dr. Example','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(8,'1.2.840.1|reader=Dr. B',0,0,'lv_endocardium','5f8a133616641fe918142ad33f76842452e5b65822957ca31dc3f01a3e3a5781','Dr. B','2026-03-04T09:05:00.000000+00:00');
INSERT INTO "contour_verifications" VALUES(9,'1.2.840.1|reader=Dr. B',0,0,'lv_epicardium','bad92791e8fd92867324591d14f7f0015d342d0a1fc2552118213300e3b371bf','Dr. B','2026-03-04T09:05:00.000000+00:00');
CREATE TABLE conventions_chosen (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	basal_rule VARCHAR NOT NULL, 
	least_circumference_percent FLOAT NOT NULL, 
	mitral_plane_end_diastole_mm FLOAT, 
	mitral_plane_end_systole_mm FLOAT, 
	papillary_muscles VARCHAR NOT NULL, 
	papillary_grey_percent FLOAT NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE edits (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	phase_index INTEGER NOT NULL, 
	slice_index INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	gesture VARCHAR NOT NULL, 
	is_draft BOOLEAN NOT NULL, 
	contours_json TEXT NOT NULL, 
	content_sha256 VARCHAR(64) NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (series_uid, phase_index, slice_index, revision)
);
INSERT INTO "edits" VALUES(1,'1.2.840.1',0,0,1,'Segment',0,'[{"structure": "lv_endocardium", "source": "reader", "points_px": [[80.0, 50.0], [74.14, 64.14], [60.0, 70.0], [45.86, 64.14], [40.0, 50.0], [45.86, 35.86], [60.0, 30.0], [74.14, 35.86]]}, {"structure": "lv_epicardium", "source": "reader", "points_px": [[84.0, 50.0], [76.968, 66.968], [60.0, 74.0], [43.032, 66.968], [36.0, 50.0], [43.032, 33.032], [60.0, 26.0], [76.968, 33.032]]}]','5ba8ae69a2caf6703524afd0ec766a8b567511f79b8ed9a6dc66f72727262079','2026-11-26T06:00:19.529223+00:00');
INSERT INTO "edits" VALUES(2,'1.2.840.1',0,1,1,'Segment',0,'[{"structure": "lv_endocardium", "source": "unet@1.0.0", "points_px": [[78.0, 50.0], [72.726, 62.726], [60.0, 68.0], [47.274, 62.726], [42.0, 50.0], [47.274, 37.274], [60.0, 32.0], [72.726, 37.274]]}, {"structure": "lv_epicardium", "source": "unet@1.0.0", "points_px": [[82.0, 50.0], [75.554, 65.554], [60.0, 72.0], [44.446, 65.554], [38.0, 50.0], [44.446, 34.446], [60.0, 28.0], [75.554, 34.446]]}]','5ba95a11e643ab107231470d89d2ce13c56e45c9a3b9a8dfc73d9427c59ff0a4','2026-11-26T06:00:19.584441+00:00');
INSERT INTO "edits" VALUES(3,'1.2.840.1',2,0,1,'Segment',0,'[{"structure": "lv_endocardium", "source": "reader", "points_px": [[72.0, 50.0], [68.484, 58.484], [60.0, 62.0], [51.516, 58.484], [48.0, 50.0], [51.516, 41.516], [60.0, 38.0], [68.484, 41.516]]}, {"structure": "lv_epicardium", "source": "reader", "points_px": [[76.0, 50.0], [71.312, 61.312], [60.0, 66.0], [48.688, 61.312], [44.0, 50.0], [48.688, 38.688], [60.0, 34.0], [71.312, 38.688]]}]','c31d1442e223f6edde20ccbbb18f8a08885fe6cc57ba2e92932d46dc2c34087d','2026-11-26T06:00:19.625020+00:00');
INSERT INTO "edits" VALUES(4,'1.2.840.1',2,1,1,'Clear',0,'[]','4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945','2026-11-26T06:00:19.653189+00:00');
INSERT INTO "edits" VALUES(5,'1.2.840.1',1,0,1,'Segment',0,'[{"structure": "lv_endocardium", "source": "reader", "points_px": [[75.0, 50.0], [70.605, 60.605], [60.0, 65.0], [49.395, 60.605], [45.0, 50.0], [49.395, 39.395], [60.0, 35.0], [70.605, 39.395]]}, {"structure": "lv_epicardium", "source": "reader", "points_px": [[79.0, 50.0], [73.43299999999999, 63.433], [60.0, 69.0], [46.567, 63.433], [41.0, 50.0], [46.567, 36.567], [60.0, 31.0], [73.43299999999999, 36.567]]}]','739ef9404d748367c539acfa63fe45c35fb65499cd99e7fe3bfd9dc3235e5cfa','2026-11-26T06:00:19.685236+00:00');
INSERT INTO "edits" VALUES(6,'1.2.840.1|reader=Dr. B',0,0,1,'Ellipse',0,'[{"structure": "lv_endocardium", "source": "reader", "points_px": [[79.0, 50.0], [73.43299999999999, 63.433], [60.0, 69.0], [46.567, 63.433], [41.0, 50.0], [46.567, 36.567], [60.0, 31.0], [73.43299999999999, 36.567]]}, {"structure": "lv_epicardium", "source": "reader", "points_px": [[83.0, 50.0], [76.261, 66.261], [60.0, 73.0], [43.739000000000004, 66.261], [37.0, 50.0], [43.739000000000004, 33.739000000000004], [60.0, 27.0], [76.261, 33.739000000000004]]}]','0a41537e63b9087c077b1eabf3da604711584e0e41227bd1a82d6ea3b77ff856','2026-11-26T06:00:19.738148+00:00');
CREATE TABLE image_measurements (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	measurement_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	slice_index INTEGER NOT NULL, 
	phase_index INTEGER NOT NULL, 
	points_json TEXT NOT NULL, 
	is_deleted BOOLEAN NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE phase_selections (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	end_diastole INTEGER NOT NULL, 
	end_systole INTEGER NOT NULL, 
	end_diastole_source VARCHAR NOT NULL, 
	end_systole_source VARCHAR NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "phase_selections" VALUES(1,'1.2.840.1',0,2,'images','images','2026-11-26T06:00:19.516799+00:00');
CREATE TABLE reader_switches (
	id INTEGER NOT NULL, 
	reader VARCHAR NOT NULL, 
	switched_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "reader_switches" VALUES(1,'Dr. B','2026-11-26T06:00:19.727706+00:00');
CREATE TABLE reveals (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	supervisor VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	revealed_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE sign_offs (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	study_uid VARCHAR NOT NULL, 
	study_label VARCHAR NOT NULL, 
	signed_by VARCHAR NOT NULL, 
	signed_at_utc VARCHAR NOT NULL, 
	content_sha256 VARCHAR(64) NOT NULL, 
	content_json TEXT NOT NULL, 
	drawn_by_json TEXT NOT NULL, 
	was_blind BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE study_facts (
	id INTEGER NOT NULL, 
	subject_uid VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	value_json TEXT NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE study_openings (
	id INTEGER NOT NULL, 
	study_uid VARCHAR NOT NULL, 
	patient_key VARCHAR NOT NULL, 
	patient_label VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	acquired_on VARCHAR, 
	opened_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "study_openings" VALUES(1,'1.2.840','patient-a','P-a','/data/a','2026-01-01','2026-03-04T09:05:00.000000+00:00');
CREATE TABLE study_summaries (
	entry_id VARCHAR NOT NULL, 
	study_uid VARCHAR NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	patient_key VARCHAR NOT NULL, 
	patient_label VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	acquired_on VARCHAR, 
	state VARCHAR NOT NULL, 
	predicted_count INTEGER NOT NULL, 
	edited_count INTEGER NOT NULL, 
	verified_count INTEGER NOT NULL, 
	stale_count INTEGER NOT NULL, 
	lowest_quality FLOAT, 
	mean_quality FLOAT, 
	ef_percent FLOAT, 
	edv_ml FLOAT, 
	esv_ml FLOAT, 
	measured_on TEXT NOT NULL, 
	is_doubtful BOOLEAN NOT NULL, 
	reviewer VARCHAR NOT NULL, 
	problem TEXT NOT NULL, 
	changed_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (entry_id)
);
INSERT INTO "study_summaries" VALUES('1.2.840','1.2.840','1.2.840.1','patient-a','P-a','SAX','/data/a','2026-01-01','in_review',0,0,0,0,0.7,0.9,NULL,NULL,NULL,'',0,'','','2026-11-26T06:00:19.685236+00:00');
CREATE TABLE study_thumbnails (
	entry_id VARCHAR NOT NULL, 
	png BLOB NOT NULL, 
	PRIMARY KEY (entry_id)
);
CREATE TABLE verifications (
	id INTEGER NOT NULL, 
	series_uid VARCHAR NOT NULL, 
	phase_index INTEGER NOT NULL, 
	slice_index INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	reviewer VARCHAR NOT NULL, 
	verified_at_utc VARCHAR NOT NULL, 
	content_sha256 VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(series_uid, phase_index, slice_index, revision) REFERENCES edits (series_uid, phase_index, slice_index, revision)
);
INSERT INTO "verifications" VALUES(1,'1.2.840.1',0,0,1,'Dr. Example','2026-03-04T09:05:00.000000+00:00','5ba8ae69a2caf6703524afd0ec766a8b567511f79b8ed9a6dc66f72727262079');
INSERT INTO "verifications" VALUES(2,'1.2.840.1',0,1,1,'Dr. Example','2026-03-04T09:05:00.000000+00:00','5ba95a11e643ab107231470d89d2ce13c56e45c9a3b9a8dfc73d9427c59ff0a4');
INSERT INTO "verifications" VALUES(3,'1.2.840.1',2,0,1,'Dr. Example','2026-03-04T09:05:00.000000+00:00','c31d1442e223f6edde20ccbbb18f8a08885fe6cc57ba2e92932d46dc2c34087d');
INSERT INTO "verifications" VALUES(4,'1.2.840.1',2,1,1,'Dr. Example','2026-03-04T09:05:00.000000+00:00','4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945');
INSERT INTO "verifications" VALUES(5,'1.2.840.1|reader=Dr. B',0,0,1,'Dr. B','2026-03-04T09:05:00.000000+00:00','0a41537e63b9087c077b1eabf3da604711584e0e41227bd1a82d6ea3b77ff856');
CREATE TABLE workspace_versions (
	id INTEGER NOT NULL, 
	schema_version INTEGER NOT NULL, 
	written_by VARCHAR NOT NULL, 
	recorded_at_utc VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "workspace_versions" VALUES(1,3,'0.1.0','2026-11-26T06:00:19.473753+00:00');
CREATE INDEX audit_entries_by_series ON audit_entries (series_uid);
CREATE INDEX contour_qualities_by_series ON contour_qualities (series_uid);
CREATE INDEX contour_verifications_by_series ON contour_verifications (series_uid);
CREATE INDEX conventions_chosen_by_series ON conventions_chosen (series_uid);
CREATE INDEX image_measurements_by_series ON image_measurements (series_uid);
CREATE INDEX phase_selections_by_series ON phase_selections (series_uid);
CREATE INDEX reveals_by_series ON reveals (series_uid);
CREATE INDEX sign_offs_by_series ON sign_offs (series_uid);
CREATE INDEX study_facts_by_subject ON study_facts (subject_uid);
CREATE INDEX study_openings_by_study ON study_openings (study_uid);
CREATE INDEX verifications_by_image ON verifications (series_uid, phase_index, slice_index);
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries WHEN EXISTS (SELECT 1 FROM audit_entries WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER contour_qualities_no_update BEFORE UPDATE ON contour_qualities BEGIN SELECT RAISE(ABORT, 'contour_qualities is append-only'); END;
CREATE TRIGGER contour_qualities_no_delete BEFORE DELETE ON contour_qualities BEGIN SELECT RAISE(ABORT, 'contour_qualities is append-only'); END;
CREATE TRIGGER contour_qualities_no_replace BEFORE INSERT ON contour_qualities WHEN EXISTS (SELECT 1 FROM contour_qualities WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'contour_qualities is append-only'); END;
CREATE TRIGGER contour_verifications_no_update BEFORE UPDATE ON contour_verifications BEGIN SELECT RAISE(ABORT, 'contour_verifications is append-only'); END;
CREATE TRIGGER contour_verifications_no_delete BEFORE DELETE ON contour_verifications BEGIN SELECT RAISE(ABORT, 'contour_verifications is append-only'); END;
CREATE TRIGGER contour_verifications_no_replace BEFORE INSERT ON contour_verifications WHEN EXISTS (SELECT 1 FROM contour_verifications WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'contour_verifications is append-only'); END;
CREATE TRIGGER conventions_chosen_no_update BEFORE UPDATE ON conventions_chosen BEGIN SELECT RAISE(ABORT, 'conventions_chosen is append-only'); END;
CREATE TRIGGER conventions_chosen_no_delete BEFORE DELETE ON conventions_chosen BEGIN SELECT RAISE(ABORT, 'conventions_chosen is append-only'); END;
CREATE TRIGGER conventions_chosen_no_replace BEFORE INSERT ON conventions_chosen WHEN EXISTS (SELECT 1 FROM conventions_chosen WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'conventions_chosen is append-only'); END;
CREATE TRIGGER edits_no_update BEFORE UPDATE ON edits BEGIN SELECT RAISE(ABORT, 'edits is append-only'); END;
CREATE TRIGGER edits_no_delete BEFORE DELETE ON edits BEGIN SELECT RAISE(ABORT, 'edits is append-only'); END;
CREATE TRIGGER edits_no_replace BEFORE INSERT ON edits WHEN EXISTS (SELECT 1 FROM edits WHERE (id = NEW.id) OR (series_uid = NEW.series_uid AND phase_index = NEW.phase_index AND slice_index = NEW.slice_index AND revision = NEW.revision)) BEGIN SELECT RAISE(ABORT, 'edits is append-only'); END;
CREATE TRIGGER image_measurements_no_update BEFORE UPDATE ON image_measurements BEGIN SELECT RAISE(ABORT, 'image_measurements is append-only'); END;
CREATE TRIGGER image_measurements_no_delete BEFORE DELETE ON image_measurements BEGIN SELECT RAISE(ABORT, 'image_measurements is append-only'); END;
CREATE TRIGGER image_measurements_no_replace BEFORE INSERT ON image_measurements WHEN EXISTS (SELECT 1 FROM image_measurements WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'image_measurements is append-only'); END;
CREATE TRIGGER phase_selections_no_update BEFORE UPDATE ON phase_selections BEGIN SELECT RAISE(ABORT, 'phase_selections is append-only'); END;
CREATE TRIGGER phase_selections_no_delete BEFORE DELETE ON phase_selections BEGIN SELECT RAISE(ABORT, 'phase_selections is append-only'); END;
CREATE TRIGGER phase_selections_no_replace BEFORE INSERT ON phase_selections WHEN EXISTS (SELECT 1 FROM phase_selections WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'phase_selections is append-only'); END;
CREATE TRIGGER reader_switches_no_update BEFORE UPDATE ON reader_switches BEGIN SELECT RAISE(ABORT, 'reader_switches is append-only'); END;
CREATE TRIGGER reader_switches_no_delete BEFORE DELETE ON reader_switches BEGIN SELECT RAISE(ABORT, 'reader_switches is append-only'); END;
CREATE TRIGGER reader_switches_no_replace BEFORE INSERT ON reader_switches WHEN EXISTS (SELECT 1 FROM reader_switches WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'reader_switches is append-only'); END;
CREATE TRIGGER reveals_no_update BEFORE UPDATE ON reveals BEGIN SELECT RAISE(ABORT, 'reveals is append-only'); END;
CREATE TRIGGER reveals_no_delete BEFORE DELETE ON reveals BEGIN SELECT RAISE(ABORT, 'reveals is append-only'); END;
CREATE TRIGGER reveals_no_replace BEFORE INSERT ON reveals WHEN EXISTS (SELECT 1 FROM reveals WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'reveals is append-only'); END;
CREATE TRIGGER sign_offs_no_update BEFORE UPDATE ON sign_offs BEGIN SELECT RAISE(ABORT, 'sign_offs is append-only'); END;
CREATE TRIGGER sign_offs_no_delete BEFORE DELETE ON sign_offs BEGIN SELECT RAISE(ABORT, 'sign_offs is append-only'); END;
CREATE TRIGGER sign_offs_no_replace BEFORE INSERT ON sign_offs WHEN EXISTS (SELECT 1 FROM sign_offs WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'sign_offs is append-only'); END;
CREATE TRIGGER study_facts_no_update BEFORE UPDATE ON study_facts BEGIN SELECT RAISE(ABORT, 'study_facts is append-only'); END;
CREATE TRIGGER study_facts_no_delete BEFORE DELETE ON study_facts BEGIN SELECT RAISE(ABORT, 'study_facts is append-only'); END;
CREATE TRIGGER study_facts_no_replace BEFORE INSERT ON study_facts WHEN EXISTS (SELECT 1 FROM study_facts WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'study_facts is append-only'); END;
CREATE TRIGGER study_openings_no_update BEFORE UPDATE ON study_openings BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER study_openings_no_delete BEFORE DELETE ON study_openings BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER study_openings_no_replace BEFORE INSERT ON study_openings WHEN EXISTS (SELECT 1 FROM study_openings WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER workspace_versions_no_update BEFORE UPDATE ON workspace_versions BEGIN SELECT RAISE(ABORT, 'workspace_versions is append-only'); END;
CREATE TRIGGER workspace_versions_no_delete BEFORE DELETE ON workspace_versions BEGIN SELECT RAISE(ABORT, 'workspace_versions is append-only'); END;
CREATE TRIGGER workspace_versions_no_replace BEFORE INSERT ON workspace_versions WHEN EXISTS (SELECT 1 FROM workspace_versions WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'workspace_versions is append-only'); END;
CREATE TRIGGER verifications_no_update BEFORE UPDATE ON verifications BEGIN SELECT RAISE(ABORT, 'verifications is append-only'); END;
CREATE TRIGGER verifications_no_delete BEFORE DELETE ON verifications BEGIN SELECT RAISE(ABORT, 'verifications is append-only'); END;
CREATE TRIGGER verifications_no_replace BEFORE INSERT ON verifications WHEN EXISTS (SELECT 1 FROM verifications WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'verifications is append-only'); END;
COMMIT;
