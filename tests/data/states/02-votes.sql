BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'hindsight','readers','2026-11-29 17:37:29.552744+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'hindsight','votes','2026-11-29 17:37:29.553272+00:00');
CREATE TABLE readers (reader integer primary key, channel text not null, id text not null, language text, unique (channel, id)) strict;
INSERT INTO "readers" VALUES(1,'telegram','1','en');
INSERT INTO "readers" VALUES(2,'web','wwwwwwwwwwwwwwwwwwwwww',NULL);
INSERT INTO "readers" VALUES(3,'telegram','-100','zh');
CREATE TABLE votes (vote integer primary key, reader integer not null references readers on delete cascade, prediction text not null, value text not null, at text not null) strict;
INSERT INTO "votes" VALUES(1,1,'machine-dough/night-shift','35','2026-11-24T09:30:00Z');
INSERT INTO "votes" VALUES(2,1,'machine-dough/night-shift','80','2026-12-01T09:30:00Z');
INSERT INTO "votes" VALUES(3,2,'machine-dough/night-shift','20','2026-11-24T09:30:00Z');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX votes_of_reader on votes (reader, prediction);
COMMIT;
