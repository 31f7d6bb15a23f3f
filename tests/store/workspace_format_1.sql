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
INSERT INTO "audit_entries" VALUES(1,'1.2.840.1','2026-11-24T02:23:48.131887+00:00','edited','unet@1.0.0','Segment with unet@1.0.0',0,4,1);
INSERT INTO "audit_entries" VALUES(2,'1.2.840.1','2026-11-24T02:23:48.131887+00:00','edited','unet@1.0.0','Segment with unet@1.0.0',0,5,1);
INSERT INTO "audit_entries" VALUES(3,'1.2.840.1','2026-11-24T02:23:48.146161+00:00','edited','reader','Move a point (under way)',0,5,2);
INSERT INTO "audit_entries" VALUES(4,'1.2.840.1','2026-11-24T02:23:48.153966+00:00','edited','reader','Move a point',0,5,3);
INSERT INTO "audit_entries" VALUES(5,'1.2.840.1','2026-11-24T02:23:48.164285+00:00','verified','Dr. Example','contours verified at 2025-11-03T09:05:00.000000+00:00',0,4,1);
INSERT INTO "audit_entries" VALUES(6,'1.2.840.1','2026-11-24T02:23:48.173049+00:00','phases_chosen','reader','end-diastole 1 (reader), end-systole 9 (volumes)',NULL,NULL,NULL);
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
INSERT INTO "edits" VALUES(1,'1.2.840.1',0,4,1,'Segment with unet@1.0.0',0,'[{"structure": "lv_endocardium", "source": "unet@1.0.0", "points_px": [[80.0, 50.0], [74.142, 64.142], [60.0, 70.0], [45.858, 64.142], [40.0, 50.0], [45.858, 35.858], [60.0, 30.0], [74.142, 35.858]]}, {"structure": "lv_epicardium", "source": "unet@1.0.0", "points_px": [[88.0, 50.0], [79.799, 69.799], [60.0, 78.0], [40.201, 69.799], [32.0, 50.0], [40.201, 30.201], [60.0, 22.0], [79.799, 30.201]]}]','cbb39a40d83d89a547b47031c60e2fd1a703bc50e3c0b9051f4a70bb942187b9','2026-11-24T02:23:48.131887+00:00');
INSERT INTO "edits" VALUES(2,'1.2.840.1',0,5,1,'Segment with unet@1.0.0',0,'[{"structure": "lv_endocardium", "source": "unet@1.0.0", "points_px": [[80.0, 50.0], [74.142, 64.142], [60.0, 70.0], [45.858, 64.142], [40.0, 50.0], [45.858, 35.858], [60.0, 30.0], [74.142, 35.858]]}]','5c4989900e9f893449e3023c8c337573621126b596d4d38817a494d956c77b04','2026-11-24T02:23:48.131887+00:00');
INSERT INTO "edits" VALUES(3,'1.2.840.1',0,5,2,'Move a point',1,'[{"structure": "lv_endocardium", "source": "reader", "points_px": [[79.0, 50.0], [73.435, 63.435], [60.0, 69.0], [46.565, 63.435], [41.0, 50.0], [46.565, 36.565], [60.0, 31.0], [73.435, 36.565]]}]','e59c2240c31a96f5d542bb2ae4467f7ced46f3ffc79b19c6a1fbd62f90dcbccf','2026-11-24T02:23:48.146161+00:00');
INSERT INTO "edits" VALUES(4,'1.2.840.1',0,5,3,'Move a point',0,'[{"structure": "lv_endocardium", "source": "reader", "points_px": [[79.0, 50.0], [73.435, 63.435], [60.0, 69.0], [46.565, 63.435], [41.0, 50.0], [46.565, 36.565], [60.0, 31.0], [73.435, 36.565]]}]','e59c2240c31a96f5d542bb2ae4467f7ced46f3ffc79b19c6a1fbd62f90dcbccf','2026-11-24T02:23:48.153966+00:00');
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
INSERT INTO "phase_selections" VALUES(1,'1.2.840.1',0,8,'reader','volumes','2026-11-24T02:23:48.173049+00:00');
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
INSERT INTO "study_openings" VALUES(1,'1.2.840','patient','Patient A','/studies/a','2020-01-31','2025-11-03T09:00:00.000000+00:00');
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
INSERT INTO "verifications" VALUES(1,'1.2.840.1',0,4,1,'Dr. Example','2025-11-03T09:05:00.000000+00:00','cbb39a40d83d89a547b47031c60e2fd1a703bc50e3c0b9051f4a70bb942187b9');
CREATE TABLE workspace_versions (
	id INTEGER NOT NULL,
	schema_version INTEGER NOT NULL,
	written_by VARCHAR NOT NULL,
	recorded_at_utc VARCHAR NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "workspace_versions" VALUES(1,1,'0.1.0','2026-11-24T02:23:48.110985+00:00');
CREATE INDEX study_openings_by_study ON study_openings (study_uid);
CREATE INDEX phase_selections_by_series ON phase_selections (series_uid);
CREATE INDEX audit_entries_by_series ON audit_entries (series_uid);
CREATE INDEX verifications_by_image ON verifications (series_uid, phase_index, slice_index);
CREATE TRIGGER workspace_versions_no_update BEFORE UPDATE ON workspace_versions BEGIN SELECT RAISE(ABORT, 'workspace_versions is append-only'); END;
CREATE TRIGGER workspace_versions_no_delete BEFORE DELETE ON workspace_versions BEGIN SELECT RAISE(ABORT, 'workspace_versions is append-only'); END;
CREATE TRIGGER workspace_versions_no_replace BEFORE INSERT ON workspace_versions WHEN EXISTS (SELECT 1 FROM workspace_versions WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'workspace_versions is append-only'); END;
CREATE TRIGGER study_openings_no_update BEFORE UPDATE ON study_openings BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER study_openings_no_delete BEFORE DELETE ON study_openings BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER study_openings_no_replace BEFORE INSERT ON study_openings WHEN EXISTS (SELECT 1 FROM study_openings WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER edits_no_update BEFORE UPDATE ON edits BEGIN SELECT RAISE(ABORT, 'edits is append-only'); END;
CREATE TRIGGER edits_no_delete BEFORE DELETE ON edits BEGIN SELECT RAISE(ABORT, 'edits is append-only'); END;
CREATE TRIGGER edits_no_replace BEFORE INSERT ON edits WHEN EXISTS (SELECT 1 FROM edits WHERE (id = NEW.id) OR (series_uid = NEW.series_uid AND phase_index = NEW.phase_index AND slice_index = NEW.slice_index AND revision = NEW.revision)) BEGIN SELECT RAISE(ABORT, 'edits is append-only'); END;
CREATE TRIGGER verifications_no_update BEFORE UPDATE ON verifications BEGIN SELECT RAISE(ABORT, 'verifications is append-only'); END;
CREATE TRIGGER verifications_no_delete BEFORE DELETE ON verifications BEGIN SELECT RAISE(ABORT, 'verifications is append-only'); END;
CREATE TRIGGER verifications_no_replace BEFORE INSERT ON verifications WHEN EXISTS (SELECT 1 FROM verifications WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'verifications is append-only'); END;
CREATE TRIGGER phase_selections_no_update BEFORE UPDATE ON phase_selections BEGIN SELECT RAISE(ABORT, 'phase_selections is append-only'); END;
CREATE TRIGGER phase_selections_no_delete BEFORE DELETE ON phase_selections BEGIN SELECT RAISE(ABORT, 'phase_selections is append-only'); END;
CREATE TRIGGER phase_selections_no_replace BEFORE INSERT ON phase_selections WHEN EXISTS (SELECT 1 FROM phase_selections WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'phase_selections is append-only'); END;
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries WHEN EXISTS (SELECT 1 FROM audit_entries WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
COMMIT;
