/* Writes the stemmers of the browser from those of the index, so that both give the same stems.
   node src/search/stemmers/generate.mjs FOLDER-OF-RUST-STEMMERS

   The Snowball compiler writes Rust of few forms, and each has its like in JavaScript: this goes through the lines. Offsets are
   UTF-16 units instead of bytes; lists of endings are searched one by one, the longest first. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url)), source = path.join(process.argv[2], 'src/snowball/algorithms');
const LANGUAGES = {
  arabic: 'ar', danish: 'da', dutch: 'nl', english: 'en', finnish: 'fi', french: 'fr', german: 'de', greek: 'el', hungarian: 'hu', italian: 'it',
  norwegian: 'no', portuguese: 'pt', romanian: 'ro', russian: 'ru', spanish: 'es', swedish: 'sv', tamil: 'ta', turkish: 'tr',
};
const NAMES = { cursor: 'c', limit: 'l', limit_backward: 'b', bra: 'x', ket: 'y', current: 's' };

/** One line of a function. */
function line(text) {
  return text.trim()
    .replace(/^\/\/.*/, '')
    .replace(/^(?:pub )?fn (\w+)\(.*\) -> bool \{$/, 'function $1(){')
    .replace(/^let mut context = &mut Context \{$/, 'C={').replace(/^(\w+): (\d+|false|String::new\(\)),$/, (_, name, value) => `${name}:${value === 'String::new()' ? '""' : value},`)
    .replace(/^let \(bra, ket\) = \(env.cursor, env.cursor\);$/, 'var bra=env.cursor,ket=env.cursor;')
    .replace(/\\u\{(\w+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/^let (?:mut )?/, 'var ')
    .replace(/env\.current\.chars\(\)\.count\(\)/g, 'env.current.length')
    .replace(/ as (?:i32|usize)/g, '').replace(/&(?=[cC"])/g, '')
    .replace(/(\w[\w.]*)\.is_empty\(\)/g, '$1===""')
    .replace(/'(\w+): loop ?\{/, '$1:for(;;){').replace(/'(\w+): for _ in (\w+)\.\.(\S+) \{/, '$1:for(var n_$1=$2;n_$1<$3;n_$1++){').replace(/^for _ in (\w+)\.\.(\S+) \{/, 'for(var n_=$1;n_<$2;n_++){')
    .replace(/(break|continue) '(\w+);/, '$1 $2;')
    .replace(/^(\} else )?if (.*?) ?\{$/, '$1if($2){').replace(/^\} else if\(/, '}else if(')
    .replace(/\(env, context\)/g, '()').replace(/, context\)/g, ')')
    .replace(/context\./g, 'C.').replace(/env\.(cursor|limit_backward|limit|bra|ket|current)\b/g, (_, name) => `E.${NAMES[name]}`).replace(/env\./g, 'E.')
    .replace(/ ([=<>!+\-&|]+) /g, '$1').replace(/^\} else \{/, '}else{');
}

for (const [name, code] of Object.entries(LANGUAGES)) {
  const rust = fs.readFileSync(path.join(source, `${name}.rs`), 'utf8'), out = [];
  for (const [, table, rows] of rust.matchAll(/static (A_\d+): [^=]*= &\[\n([\s\S]*?)\n\];/g)) {
    const entries = Array.from(rows.matchAll(/Among\("((?:[^"\\]|\\.)*)", (-?\d+), (-?\d+), (None|Some\(&(\w+)\))\)/g), ([, text, , result, , test]) => [text.replace(/\\u\{(\w+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))), +result, test]);
    entries.sort((a, b) => b[0].length - a[0].length || a[1] - b[1] || (a[2] || '').localeCompare(b[2] || ''));
    // runs of one result and one test, so that the results are not repeated
    const runs = [];
    for (const [text, result, test] of entries) {
      const last = runs[runs.length - 1];
      if (last && last.result === result && last.test === test) last.texts.push(text); else runs.push({ texts: [text], result, test });
    }
    out.push(`const ${table}=[${runs.map((run) => `[${JSON.stringify(run.texts.join(' '))},${run.result}${run.test ? `,()=>${run.test}()` : ''}]`).join(',')}];`);
  }
  for (const [, table, bytes] of rust.matchAll(/static (G_\w+): [^=]*= &\[([^\]]*)\];/g)) out.push(`const ${table}=[${bytes.replace(/ /g, '')}];`);
  const functions = rust.slice(rust.search(/^fn /m)).split('\n').map(line).filter(Boolean);
  // a function of the same name in the same scope is the last one: each test stands once, and so does each function
  let text = out.join('\n') + '\n' + functions.join('').replace(/if\(([^{}]*)\)\{((?:break|continue) \w+;|return (?:true|false);)\}(?!else)/g, 'if($1)$2').replace(/function /g, '\nfunction ').replace(/,\};?/g, '};').trim();
  text = text.replace(/among_var/g, 'a').replace(/\b(lab|golab|replab)(\d+)/g, (_, kind, n) => ({ lab: 'k', golab: 'g', replab: 'r' })[kind] + n).replace(/\bE\.(\w+)\(/g, (_, method) => `E.${method.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}(`);
  fs.writeFileSync(path.join(here, `${code}.js`), text + '\n');
  const missing = Array.from(text.matchAll(/[AG]_\w+/g), ([table]) => table).filter((table) => !text.includes(`const ${table}=`));
  if (missing.length) throw new Error(`${code}: ${missing} without a table`);
  new Function('E', 'C', text);
}
