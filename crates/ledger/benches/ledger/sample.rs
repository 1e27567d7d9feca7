//! What one work did in one round, per transfer.
//! It must never be made from readings that began or ended with something else than the work.

use crate::stats::{float, percentile};
use crate::usage::Usage;

#[derive(Clone, Copy, Default)]
pub struct Sample {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub server_cpu_us: f64,
    /// `None` when another program was the client.
    pub client_cpu_us: Option<f64>,
    pub wal_bytes: f64,
}

impl Sample {
    /// From what was used up before and after so many transfers.
    pub fn new(
        transfers: u64,
        per_second: f64,
        latencies_ms: &mut [f64],
        before: &Usage,
        after: &Usage,
    ) -> Self {
        let each = |before: f64, after: f64| (after - before) / float(transfers);
        Self {
            per_second,
            p50_ms: percentile(latencies_ms, 50),
            p99_ms: percentile(latencies_ms, 99),
            server_cpu_us: each(before.server_cpu_us, after.server_cpu_us),
            client_cpu_us: Some(each(before.client_cpu_us, after.client_cpu_us)),
            wal_bytes: each(before.wal, after.wal),
        }
    }

    /// The same, with another program as the client.
    pub fn by_another(self) -> Self {
        Self {
            client_cpu_us: None,
            ..self
        }
    }
}
