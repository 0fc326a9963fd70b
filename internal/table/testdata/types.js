// Makes the files types_*.*: npm install apache-arrow parquet-wasm @duckdb/node-api nodejs-polars, then node types.js
const arrow = require('apache-arrow');
const pq = require('parquet-wasm/node');
const pl = require('nodejs-polars');
const { DuckDBInstance } = require('@duckdb/node-api');
const fs = require('fs');
const n = 4;
const rows = f => Array.from({length: n}, (_, i) => f(i));
const of = (type, data) => arrow.makeVector(arrow.makeData({type, length: n, nullCount: 0, data}));

const few = new arrow.Table({
  x: arrow.vectorFromArray(Float64Array.from(rows(i => i / 4))),
  label: arrow.vectorFromArray(rows(i => ['a', null, 'b', null][i]), new arrow.Utf8()),
  half: of(new arrow.Float16(), Uint16Array.from([0x3c00, 0xc100, 0x7e00, 0x0001])),
  none: arrow.vectorFromArray(rows(() => null), new arrow.Null()),
  time: of(new arrow.TimeMicrosecond(), BigInt64Array.from(rows(i => BigInt(i) * 1000n))),
  at: of(new arrow.TimestampMillisecond(), BigInt64Array.from(rows(i => BigInt(i) * 86400001n))),
  zone: of(new arrow.TimestampMillisecond('Europe/Berlin'), BigInt64Array.from(rows(i => BigInt(i) * 86400000n))),
  months: of(new arrow.IntervalYearMonth(), Int32Array.from(rows(i => i))),
  bytes: arrow.vectorFromArray(rows(i => new Uint8Array([i, 200])), new arrow.Binary()),
  fixed: arrow.vectorFromArray(rows(i => new Uint8Array([97 + i, 98])), new arrow.FixedSizeBinary(2)),
  long: arrow.vectorFromArray(rows(i => 'é' + i), new arrow.LargeUtf8()),
  s: arrow.vectorFromArray([{u: 1, w: {z: 2}}, {u: null, w: null}, null, {u: 3, w: {z: null}}], new arrow.Struct([
    new arrow.Field('u', new arrow.Int32(), true),
    new arrow.Field('w', new arrow.Struct([new arrow.Field('z', new arrow.Int32(), true)]), true)])),
  __index_level_0__: arrow.vectorFromArray(Int32Array.from([5, 5, 6, 6])),
});
fs.writeFileSync('types_js.arrow', arrow.tableToIPC(few, 'file'));
fs.writeFileSync('types_js.arrows', arrow.tableToIPC(few, 'stream'));
const stream = () => pq.Table.fromIPCStream(arrow.tableToIPC(few, 'stream'));
fs.writeFileSync('types_rust1.parquet', pq.writeParquet(stream(), new pq.WriterPropertiesBuilder().build()));
fs.writeFileSync('types_rust2.parquet', pq.writeParquet(stream(), new pq.WriterPropertiesBuilder()
  .setWriterVersion(pq.WriterVersion.V2).setDictionaryEnabled(false).setMaxRowGroupSize(3)
  .setCompression(pq.Compression.GZIP).setColumnEncoding('x', pq.Encoding.BYTE_STREAM_SPLIT)
  .setColumnEncoding('long', pq.Encoding.DELTA_BYTE_ARRAY)
  .setColumnEncoding('__index_level_0__', pq.Encoding.DELTA_BINARY_PACKED).build()));

const frame = pl.DataFrame({x: rows(i => i / 4), label: ['a', null, 'b', null], on: [null, true, false, null],
  v: rows(i => [i, i + 0.5]), nothing: pl.Series('nothing', rows(() => null)),
  s: rows(i => ({u: i, w: 'k' + i % 2}))}).withColumns(pl.col('label').cast(pl.Categorical).alias('kind'));
frame.writeIPC('types_polars.arrow', {compression: 'zstd'});
frame.writeParquet('types_polars.parquet', {compression: 'brotli', rowGroupSize: 3});

(async () => {
  const c = await (await DuckDBInstance.create(':memory:')).connect();
  await c.run(`COPY (SELECT i / 4.0::DOUBLE AS x, CASE i WHEN 0 THEN 'a' WHEN 2 THEN 'b' END AS label,
    (i + 0.25)::DECIMAL(9,2) AS d9, (-i - 0.25)::DECIMAL(18,3) AS d18, (i + 0.25)::DECIMAL(38,4) AS d38,
    DATE '2024-02-28' + i::INT AS day, TIMESTAMP '2024-01-01 05:00:00' + INTERVAL (i) DAY AS at,
    (TIMESTAMP '2024-01-01 05:00:00')::TIMESTAMPTZ AS zone, INTERVAL (i) DAY AS length,
    [i::DOUBLE, i + 0.5] AS v, MAP {'k': i} AS m, [[i]] AS deep, range(i) AS ragged,
    (CASE i % 2 WHEN 0 THEN 'e' END)::ENUM('e', 'unused') AS e, (i || '0000000-0000-0000-0000-000000000000')::UUID AS u,
    i::UTINYINT AS small, i::HUGEINT AS huge, CASE i WHEN 1 THEN 'NaN'::FLOAT ELSE i / 10::FLOAT END AS f
    FROM range(4) t(i)) TO 'types_duckdb.parquet' (FORMAT parquet, PARQUET_VERSION 'V2', COMPRESSION 'lz4_raw')`);
})();
