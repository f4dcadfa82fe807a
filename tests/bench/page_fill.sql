-- Rows as intake, delivery and operators leave them, in bulk and spread over
-- thirty days, for pages_bench.cc: the same tables, keys, triggers and counts as
-- through the committer, only not one group a commit; and no journal, which no
-- page reads.
create schema if not exists bench;

-- What one filling is about.
create table bench.run (
  total bigint not null,               -- reports that came
  children bigint not null,            -- thirty reports each
  rejected float8 not null,            -- share
  refused float8 not null,             -- by the receiver, share of accepted
  waiting bigint not null,             -- not yet sent, the newest
  since timestamptz not null,
  until timestamptz not null,
  destination_id int not null,
  operators text[] not null,           -- who has taken what is in review
  refusal bytea not null,              -- the receiver's findings
  done boolean not null default false
);

-- Reports as they were judged.
create table bench.template (
  verdict smallint not null,
  number int not null,
  readable boolean not null,
  form smallint not null,
  content bytea not null,
  canonical bytea,
  findings bytea,
  error_codes text[] not null,
  kle_subject text not null, kle_facet text not null, kle_rule text not null,
  kle_edition text not null, rule_set text not null,
  resources text[] not null,
  primary key (verdict, number)
);

-- Municipalities, the largest first, and whose systems they use.
create table bench.owner (
  place int primary key,
  municipality_id int not null,
  first_submitter int not null,
  second_submitter int not null
);

-- [0, 1), the same for the same number.
create function bench.share(number bigint, what bigint) returns float8
language sql immutable parallel safe as $$
  select (hashint8extended(number, what) & 1048575) / 1048576.0::float8
$$;

-- 98 municipalities that six systems report for, with what has been signed.
create function bench.register() returns void language plpgsql as $$
begin
  insert into submitter (name)
  select 'Fagsystem ' || chr(64 + n) from generate_series(1, 6) as n;
  insert into municipality (cvr, name)
  select case n when 0 then '29189447' else (20000000 + n)::text end,
         case n when 0 then 'Holbæk Kommune' else 'Kommune ' || n end
    from generate_series(0, 97) as n;
  insert into municipality_sor (sor, municipality_id)
  select case n when 0 then '451000016003' else (900000000 + n)::text end, m.municipality_id
    from generate_series(0, 97) as n
    join municipality m
      on m.cvr = case n when 0 then '29189447' else (20000000 + n)::text end;
  insert into bench.owner (place, municipality_id, first_submitter, second_submitter)
  select place, municipality_id, s[1 + place % 6], s[1 + (place + 1) % 6]
    from (select (row_number() over (order by m.cvr <> '29189447', m.cvr))::int - 1 as place,
                 m.municipality_id,
                 (select array_agg(submitter_id order by name) from submitter
                   where name like 'Fagsystem _') as s
            from municipality m) as known;
  insert into agreement (submitter_id, municipality_id)
  select first_submitter, municipality_id from bench.owner
  union select second_submitter, municipality_id from bench.owner;
  insert into municipality_document (municipality_id, kind, reference, signed_on, digest,
                                     valid_from, valid_until, archived_at)
  select municipality_id, kind, 'Aftale ' || place || '-' || kind, current_date - 200,
         sha256('aftale'), now() - interval '199 days',
         case when place % 10 = kind then now() + interval '40 days' end, now()
    from bench.owner cross join generate_series(1, 2) as kind;
  insert into municipality_contact (municipality_id, role, name, email)
  select municipality_id, role, 'En person', 'post@example.dk'
    from bench.owner cross join unnest(array['it', 'data_protection', 'professional']) as role;
end $$;

-- Months that have passed had their partition in time.
create function bench.make_months() returns void language plpgsql as $$
declare
  month timestamp;
begin
  for month in
    select generate_series(date_trunc('month', r.since at time zone 'UTC'),
                           r.until at time zone 'UTC', interval '1 month') from bench.run r
  loop
    execute format('create table if not exists %I partition of report
                      for values from (%L) to (%L)',
                   'report_' || to_char(month, 'YYYY_MM'), month at time zone 'UTC',
                   (month + interval '1 month') at time zone 'UTC');
  end loop;
end $$;

-- Reports first to last in a temporary table `chunk`, with those that were
-- accepted later as rows of their own. `fate`, of those that were rejected: 0
-- open, 1 in review, 2 returned, 3 dismissed, 4 accepted later.
create function bench.draw(first bigint, last bigint) returns void language plpgsql as $$
begin
  create temporary table chunk on commit drop as
  select n, n * 2 as report_key, n % r.children as child, false as again,
         r.since + (r.until - r.since) * (n::float8 / r.total) as received_at,
         ((n % r.children) % 64)::smallint as lane, j.verdict, t.number, t.readable,
         t.error_codes as codes, j.fate,
         case when t.readable then w.municipality_id end as municipality_id,
         o.submitter_id,
         n <= r.total - r.waiting as sent
    from generate_series(first, last) as n
   cross join bench.run r
   cross join lateral (select bench.share(n, 1) < r.rejected as bad,
                              bench.share(n, 2) as f) as d
   cross join lateral (select case when d.bad then 2 else 1 end::smallint as verdict,
                              case when not d.bad then 0 when d.f < 0.2 then 1
                                   when d.f < 0.3 then 2 when d.f < 0.4 then 3
                                   when d.f < 0.5 then 4 else 0 end as fate) as j
   -- Few large ones and many small: the largest has a tenth of the reports.
    join bench.owner w
      on w.place = floor(98 * power(bench.share(n % r.children, 3), 2))::int
   cross join lateral (select case when (n % r.children) % 3 = 0 then w.second_submitter
                                   else w.first_submitter end as submitter_id) as o
   cross join lateral (select count(*) as templates from bench.template
                        where verdict = j.verdict) as c
    join bench.template t
      on t.verdict = j.verdict
     -- A system has its own eight faults, some more often than others.
     and t.number = case when d.bad
                         then (o.submitter_id * 4 + floor(8 * power(bench.share(n, 4), 2))::int)
                              % c.templates
                         else n % c.templates end;
  update chunk set fate = 0 where fate = 4 and not readable;
  insert into chunk
  select n, report_key + 1, child, true, least(received_at + interval '2 hours', r.until), lane,
         1, number % (select count(*) from bench.template where verdict = 1), true, '{}', 0,
         municipality_id, submitter_id, sent
    from chunk cross join bench.run r where fate = 4;
end $$;

create function bench.store() returns void language plpgsql as $$
begin
  insert into submission (submitter_id, report_id, digest, report_key, verdict, received_at)
  select submitter_id, md5(n::text)::uuid, sha256(int8send(n)), report_key, verdict, received_at
    from chunk where not again order by 1, 2;
  insert into report (report_key, received_at, citizen, submitter_id, municipality_id, lane,
                      form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
                      standard, rule_set, error_codes, resources, findings, canonical, content)
  select c.report_key, c.received_at,
         case when c.readable then decode(md5('child ' || c.child), 'hex')
              else decode(repeat('00', 16), 'hex') end,
         c.submitter_id, c.municipality_id, c.lane, t.form, c.verdict, md5(c.n::text)::uuid,
         t.kle_subject, t.kle_facet, t.kle_rule, t.kle_edition, 'LTT', t.rule_set,
         t.error_codes, t.resources, t.findings, t.canonical, t.content
    from chunk c join bench.template t using (verdict, number)
   order by c.report_key;
end $$;

-- Batches of a hundred, answered for; what came last still waits.
create function bench.deliver() returns void language plpgsql as $$
begin
  insert into pending (destination_id, lane, report_key, received_at, size)
  select r.destination_id, lane, report_key, received_at, 3000
    from chunk cross join bench.run r where verdict = 1 and not sent;
  with batch as (
    insert into delivery_batch (destination_id, lane, fence, report_keys, received_ats,
                                sealed_at, settled_at)
    select r.destination_id, lane, 1, array_agg(report_key order by report_key),
           array_agg(received_at order by report_key),
           least(max(received_at) + interval '1 s', r.until),
           least(max(received_at) + interval '2 s', r.until)
      from (select *, (row_number() over (partition by lane order by report_key) - 1) / 100 as part
              from chunk where verdict = 1 and sent) as sorted
     cross join bench.run r
     group by r.destination_id, r.until, lane, part
    returning batch_id, settled_at, report_keys
  ), member as (
    select batch_id, settled_at, unnest(report_keys) as report_key from batch
  )
  insert into receipt (report_key, destination_id, submitter_id, batch_id, outcome, received_at,
                       settled_at, receiver_reference, findings)
  select report_key, r.destination_id, c.submitter_id, m.batch_id,
         case when bench.share(report_key, 5) < r.refused then 2 else 1 end, c.received_at,
         m.settled_at, 'K-' || report_key,
         case when bench.share(report_key, 5) < r.refused then r.refusal end
    from member m join chunk c using (report_key) cross join bench.run r
   order by report_key;
end $$;

-- What was rejected, by us and by the receiver, and what operators did about it.
create function bench.review() returns void language plpgsql as $$
begin
  insert into rejection (report_key, received_at, submitter_id, municipality_id, origin, codes,
                         opened_at, updated_at)
  select report_key, received_at, submitter_id, municipality_id, 1, codes, received_at,
         received_at
    from chunk where verdict = 2 order by report_key;
  insert into rejection (report_key, received_at, submitter_id, municipality_id, origin,
                         destination_id, codes, findings, opened_at, updated_at)
  select c.report_key, c.received_at, c.submitter_id, c.municipality_id, 2, r.destination_id,
         array['MODTAGER-' || (1 + c.n % 3)], r.refusal, c.received_at, c.received_at
    from chunk c cross join bench.run r
   where c.verdict = 1 and c.sent and bench.share(c.report_key, 5) < r.refused
   order by c.report_key;
  create temporary table act on commit drop as
  select j.rejection_id, c.fate, c.report_key, c.received_at,
         r.operators[1 + (c.n % cardinality(r.operators))::int] as operator
    from chunk c
    join rejection j on j.report_key = c.report_key and j.origin = 1
   cross join bench.run r
   where c.fate <> 0;
  update rejection j
     set version = j.version + 2, updated_at = a.received_at + interval '1 hour',
         state = case a.fate when 1 then 2 when 2 then 5 when 3 then 4 else 3 end,
         assignee = case when a.fate < 3 then a.operator end,
         returned_message = case a.fate when 2 then 'Sæt en slutdato på forløbet, og send igen.' end,
         accepted_as = case a.fate when 4 then a.report_key + 1 end
    from act a where j.rejection_id = a.rejection_id;
  insert into review_event (rejection_id, at, actor, actor_name, kind, text)
  select a.rejection_id, a.received_at + minutes * interval '10 minutes', a.operator,
         'Olga Operatør', kind, words
    from act a
   cross join lateral (values
     (1, 1, ''), (2, 2, 'Leverandøren er spurgt; de retter det i næste udgave.'),
     (3, case a.fate when 2 then 3 when 3 then 6 when 4 then 5 else 2 end,
      case a.fate when 2 then 'Sæt en slutdato på forløbet, og send igen.'
                  when 3 then 'Barnet er flyttet; kommunen sender ikke igen.'
                  when 4 then 'ltt-1.0.1+r2' else 'Ringer igen i morgen.' end))
     as done(minutes, kind, words)
   order by a.rejection_id, minutes;
end $$;

create function bench.count(writer smallint) returns void language plpgsql as $$
begin
  insert into report_count as c (day, submitter_id, municipality_id, verdict, code, shard, reports)
  select (received_at at time zone 'Europe/Copenhagen')::date, submitter_id,
         coalesce(municipality_id, 0), m.verdict, m.code, m.shard, count(*)
    from chunk k cross join bench.run r
   cross join lateral (
     select k.verdict, code, (writer * 2 + k.n % 2)::smallint as shard
       from (select '' as code union all select unnest(k.codes)) as own
      where not k.again
     union all
     select case when bench.share(k.report_key, 5) < r.refused then 4 else 3 end, code,
            (writer * 8 + k.lane % 8)::smallint
       from (select '' as code
             union all
             select 'MODTAGER-' || (1 + k.n % 3)
              where bench.share(k.report_key, 5) < r.refused) as answered
      where k.verdict = 1 and k.sent) as m
   group by 1, 2, 3, 4, 5, 6
      on conflict (day, submitter_id, municipality_id, verdict, code, shard)
      do update set reports = c.reports + excluded.reports;
end $$;

-- Two writers may run it beside each other.
create function bench.fill(first bigint, last bigint, writer smallint) returns void
language plpgsql as $$
begin
  perform bench.draw(first, last);
  perform bench.store();
  perform bench.deliver();
  perform bench.review();
  perform bench.count(writer);
end $$;

-- What there is a few of, however many reports: lanes that a gateway holds, a
-- batch that is on its way, jobs that have ended, a replay.
create function bench.finish() returns void language plpgsql as $$
declare
  destination int := (select destination_id from bench.run);
begin
  perform setval('report_key_seq', (select total * 2 + 2 from bench.run));
  insert into lane (destination_id, lane)
  select destination, n from generate_series(0, 63) as n on conflict do nothing;
  update lane set owner = 'gateway-1', fence = 1, lease_until = now() + interval '1 day';
  insert into lane_owner (destination_id, owner, seen_until)
  values (destination, 'gateway-1', now() + interval '1 day');
  insert into delivery_batch (destination_id, lane, fence, report_keys, received_ats,
                              whole_refusals, refused_since)
  select destination, lane, 1, array_agg(report_key order by report_key),
         array_agg(received_at order by report_key), 1, now()
    from (select * from pending order by report_key limit 200) as first group by lane;
  delete from pending p using delivery_batch b
   where b.settled_at is null and p.report_key = any(b.report_keys);
  insert into review_job (kind, state, filter, states, scope_all, scope_ids, last_id, text, actor,
                          actor_name, ended_at, total, rule_set)
  select 1 + n % 2, 2, '', '{1,2}', n % 2 = 0, case when n % 2 = 0 then '{}'
         else array[(select municipality_id from bench.owner where place = 0)] end,
         0, 'Rettet hos leverandøren', operators[1], 'Olga Operatør', now(), 500, 'ltt-1.0.1'
    from generate_series(1, 120) as n cross join bench.run;
  insert into review_job_part (job_id, part, parts, looked_at, done, ended)
  select job_id, part, 4, 125, 100, true from review_job cross join generate_series(0, 3) as part;
  insert into replay (destination_id, from_time, to_time, actor, ended_at, place_time, batches,
                      reports)
  values (destination, now() - interval '2 days', now() - interval '1 day', 'operator:Drift',
          now(), now() - interval '1 day', 40, 4000);
  perform rejection_fold();
  update bench.run set done = true;
end $$;
