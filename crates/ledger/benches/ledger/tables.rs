//! Every direct mention of the ledger's tables in this measurement: how large they are, what is read of them, and
//! intents put there in bulk. It must never move money: that goes through the crate's public functions alone.

use ledger::Intent;
use sqlx::postgres::PgConnection;

use crate::Result;

/// Each table's size with all that belongs to it (indexes, TOAST, maps), in bytes.
pub async fn sizes(connection: &mut PgConnection) -> Result<Vec<(String, i64)>> {
    Ok(sqlx::query_as(
        "SELECT relname::text, pg_total_relation_size(oid)
        FROM pg_class
        WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
        ORDER BY relname",
    )
    .fetch_all(connection)
    .await?)
}

/// How many pages of the ledger's tables and indexes have been looked at so far.
pub async fn buffers_touched(connection: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT coalesce(sum(
            coalesce(heap_blks_read + heap_blks_hit, 0) + coalesce(idx_blks_read + idx_blks_hit, 0)
            + coalesce(toast_blks_read + toast_blks_hit, 0) + coalesce(tidx_blks_read + tidx_blks_hit, 0)
        ), 0)::bigint
        FROM pg_statio_all_tables
        WHERE schemaname = 'ledger'",
    )
    .fetch_one(connection)
    .await?)
}

/// How many rows have been read so far from where balances are and from what they are the sum of.
pub async fn balance_rows_read(connection: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint
        FROM pg_stat_all_tables
        WHERE schemaname = 'ledger' AND relname IN ('balances', 'entries')",
    )
    .fetch_one(connection)
    .await?)
}

/// Stores intents as `Ledger::put_intent` does, all at once.
pub async fn store(connection: &mut PgConnection, intents: &[Intent]) -> Result<()> {
    let owners: Vec<_> = intents.iter().map(|it| it.owner.as_uuid()).collect();
    let ids: Vec<_> = intents.iter().map(|it| it.id.as_uuid()).collect();
    let kinds: Vec<_> = intents.iter().map(|it| it.kind.clone()).collect();
    let digests: Vec<_> = intents.iter().map(|it| it.digest.to_vec()).collect();
    let bodies: Vec<_> = intents.iter().map(|it| it.body.clone()).collect();
    let created: Vec<_> = intents.iter().map(|it| it.created_at).collect();
    let expire: Vec<_> = intents.iter().map(|it| it.expires_at).collect();
    sqlx::query(
        "INSERT INTO ledger.intents (owner_id, intent_id, kind, digest, body, created_at, expires_at)
        SELECT *
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::jsonb[], $6::timestamptz[], $7::timestamptz[])",
    )
    .bind(owners)
    .bind(ids)
    .bind(kinds)
    .bind(digests)
    .bind(bodies)
    .bind(created)
    .bind(expire)
    .execute(connection)
    .await?;
    Ok(())
}
