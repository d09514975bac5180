BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'hindsight','readers','2026-11-29 17:37:29.730710+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'hindsight','votes','2026-11-29 17:37:29.733973+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'hindsight','issues','2026-11-29 17:37:29.734683+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'hindsight','subscriptions','2026-11-29 17:37:29.735379+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'hindsight','deliveries','2026-11-29 17:37:29.736013+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'hindsight','news','2026-11-29 17:37:29.736526+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'hindsight','inbox','2026-11-29 17:37:29.737002+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'hindsight','history','2026-11-29 17:37:29.737554+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'hindsight','staff','2026-11-29 17:37:29.766639+00:00');
CREATE TABLE asked (reader integer not null references readers on delete cascade, prediction text not null, at text not null, primary key (reader, prediction)) strict, without rowid;
INSERT INTO "asked" VALUES(1,'machine-dough/night-shift','2026-11-24T09:30:00Z');
CREATE TABLE deliveries (delivery integer primary key, reader integer not null references readers on delete cascade, channel text not null, slot text not null, state text not null, attempts integer not null default 0, doubts integer not null default 0, next_at text not null, lease_until text, issue integer references issues on delete set null, message text, error text, done_at text, unique (reader, slot)) strict;
INSERT INTO "deliveries" VALUES(1,1,'telegram','2026-11-24T09:30:00Z','sent',0,0,'2026-11-24T09:30:00Z',NULL,1,'7',NULL,'2026-11-24T09:30:00Z');
INSERT INTO "deliveries" VALUES(2,1,'telegram','2026-12-01T09:30:00Z','queued',0,0,'2026-12-01T09:30:00Z',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE drafts (digest text primary key, by text not null, at text not null, how text not null, base text not null, files text not null) strict;
INSERT INTO "drafts" VALUES('d2','telegram:1','2026-11-24T09:30:00Z','published','{}','{}');
CREATE TABLE editions (edition integer primary key, digest text not null, by text not null, at text not null, how text not null, what text not null, files text not null) strict;
INSERT INTO "editions" VALUES(1,'d1','','2026-11-24T09:30:00Z','found','{}','{"briefings/x.yaml": "0000000000000000000000000000000000000000000000000000000000000000"}');
CREATE TABLE editors (reader integer primary key references readers on delete cascade, since text not null) strict;
INSERT INTO "editors" VALUES(2,'2026-11-24T09:30:00Z');
CREATE TABLE forms (reader integer primary key references readers on delete cascade, form text not null, at text not null) strict;
INSERT INTO "forms" VALUES(1,'{}','2026-11-24T09:30:00Z');
CREATE TABLE inbox (item integer primary key, reader integer not null references readers on delete cascade, command text not null, at text not null, seen integer not null default 0) strict;
INSERT INTO "inbox" VALUES(1,2,'/checkin','2026-11-24T09:30:00Z',0);
CREATE TABLE issues (issue integer primary key, reader integer not null references readers on delete cascade, at text not null, questions text not null, verdicts text not null default '[]', briefings text not null default '[]') strict;
INSERT INTO "issues" VALUES(1,1,'2026-11-24T09:30:00Z','["machine-dough/night-shift"]','[]','[]');
CREATE TABLE news (kind text not null, what text not null, at text not null, primary key (kind, what)) strict, without rowid;
INSERT INTO "news" VALUES('verdict','machine-dough/night-shift','2026-11-24T09:30:00Z');
CREATE TABLE pauses (channel text not null, chat text not null, until text not null, primary key (channel, chat)) strict;
INSERT INTO "pauses" VALUES('telegram','*','2026-12-01T09:30:00Z');
CREATE TABLE readers (reader integer primary key, channel text not null, id text not null, language text, unique (channel, id)) strict;
INSERT INTO "readers" VALUES(1,'telegram','1','en');
INSERT INTO "readers" VALUES(2,'web','wwwwwwwwwwwwwwwwwwwwww',NULL);
INSERT INTO "readers" VALUES(3,'telegram','-100','zh');
CREATE TABLE subscriptions (reader integer primary key references readers on delete cascade, weekday integer not null, minute integer not null, zone text not null, interests text not null, topic integer, skips_empty integer not null, since text not null, next_at text not null, last_at text, paused text, paused_on text) strict;
INSERT INTO "subscriptions" VALUES(1,1,570,'Asia/Shanghai','["bakeries"]',NULL,0,'2026-11-24T09:30:00Z','2026-12-01T09:30:00Z','2026-11-24T09:30:00Z',NULL,NULL);
INSERT INTO "subscriptions" VALUES(3,1,570,'Asia/Shanghai','["bakeries"]',NULL,0,'2026-11-24T09:30:00Z','2026-12-01T09:30:00Z','2026-11-24T09:30:00Z','blocked','2026-11-24T09:30:00Z');
CREATE TABLE texts (hash text primary key, content blob not null) strict;
INSERT INTO "texts" VALUES('0000000000000000000000000000000000000000000000000000000000000000',X'6272696566696E673A20780A');
CREATE TABLE votes (vote integer primary key, reader integer not null references readers on delete cascade, prediction text not null, value text not null, at text not null) strict;
INSERT INTO "votes" VALUES(1,1,'machine-dough/night-shift','35','2026-11-24T09:30:00Z');
INSERT INTO "votes" VALUES(2,1,'machine-dough/night-shift','80','2026-12-01T09:30:00Z');
INSERT INTO "votes" VALUES(3,2,'machine-dough/night-shift','20','2026-11-24T09:30:00Z');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX votes_of_reader on votes (reader, prediction);
CREATE INDEX issues_of_reader on issues (reader, at);
CREATE INDEX subscriptions_due on subscriptions (next_at) where paused is null;
CREATE INDEX deliveries_queued on deliveries (channel, next_at) where state = 'queued';
CREATE INDEX deliveries_leased on deliveries (lease_until) where state = 'sending';
CREATE INDEX deliveries_of_slot on deliveries (slot);
CREATE INDEX inbox_unseen on inbox (reader) where seen = 0;
COMMIT;
