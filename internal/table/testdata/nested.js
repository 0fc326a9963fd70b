const arrow = require('apache-arrow');
const fs = require('fs');
const t = new arrow.Table({
  x: arrow.vectorFromArray(Float64Array.from([0,1,8,9])), label: arrow.vectorFromArray(['a',null,'b',null], new arrow.Utf8()),
  tags: arrow.vectorFromArray([['u'],[],['v','w'],null], new arrow.List(new arrow.Field('item', new arrow.Utf8(), true))),
});
fs.writeFileSync('js_nested.arrow', arrow.tableToIPC(t, 'file'));
