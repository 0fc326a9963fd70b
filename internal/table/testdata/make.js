const arrow = require('apache-arrow');
const pq = require('parquet-wasm/node');
const fs = require('fs');
const n = 12;
const x = Float64Array.from({length:n}, (_, i) => i < 6 ? i/4 : 10 + i/8);
const f32 = Float32Array.from(x, v => v*0.1);
const label = Array.from({length:n}, (_, i) => i===0 ? 'low' : i===6 ? 'high' : null);
const kind = Array.from({length:n}, (_, i) => ['é', 'b,c', '007'][i%3]);
const on = Array.from({length:n}, (_, i) => i%4===0 ? null : i%2===0);
const big = BigInt64Array.from({length:n}, (_, i) => 9007199254740993n + BigInt(i));
const small = Int8Array.from({length:n}, (_, i) => i-6);
const v = Array.from({length:n}, (_, i) => [i, i+0.5]);
const t = new arrow.Table({
  x: arrow.vectorFromArray(x), f32: arrow.vectorFromArray(f32), label: arrow.vectorFromArray(label, new arrow.Utf8()),
  kind: arrow.vectorFromArray(kind), on: arrow.vectorFromArray(on, new arrow.Bool()), big: arrow.vectorFromArray(big), small: arrow.vectorFromArray(small),
  v: arrow.vectorFromArray(v, new arrow.List(new arrow.Field('item', new arrow.Float64(), true))),
  w: arrow.vectorFromArray(v, new arrow.FixedSizeList(2, new arrow.Field('item', new arrow.Float32(), true))),
  day: arrow.vectorFromArray(Array.from({length:n}, (_, i)=> new Date(Date.UTC(2024,1,28+i))), new arrow.DateDay()),
});
fs.writeFileSync('js.arrow', arrow.tableToIPC(t, 'file'));
fs.writeFileSync('js.arrows', arrow.tableToIPC(t, 'stream'));

for (const [name, props] of Object.entries({
  snappy1: new pq.WriterPropertiesBuilder().setCompression(pq.Compression.SNAPPY).setWriterVersion(pq.WriterVersion.V1).build(),
  zstd2: new pq.WriterPropertiesBuilder().setCompression(pq.Compression.ZSTD).setWriterVersion(pq.WriterVersion.V2).setMaxRowGroupSize(5).build(),
  plain1: new pq.WriterPropertiesBuilder().setCompression(pq.Compression.UNCOMPRESSED).setDictionaryEnabled(false).build(),
})) fs.writeFileSync('js_'+name+'.parquet', pq.writeParquet(pq.Table.fromIPCStream(arrow.tableToIPC(t, 'stream')), props));
