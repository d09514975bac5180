BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'hindsight','readers','2026-11-29 17:37:29.537349+00:00');
CREATE TABLE readers (reader integer primary key, channel text not null, id text not null, language text, unique (channel, id)) strict;
INSERT INTO "readers" VALUES(1,'telegram','1','en');
INSERT INTO "readers" VALUES(2,'web','wwwwwwwwwwwwwwwwwwwwww',NULL);
INSERT INTO "readers" VALUES(3,'telegram','-100','zh');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;
