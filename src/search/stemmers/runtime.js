/* The Snowball stemmer of one language for the search. The algorithm and the code generated from it:
Copyright (c) 2001, Dr Martin Porter; copyright (c) 2004, 2005, Richard Boulton; copyright (c) 2013, Yoshiki Shibukawa;
copyright (c) 2006-2019, Olly Betts. All rights reserved.
Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions
are met: 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the
documentation and/or other materials provided with the distribution. 3. Neither the name of the Snowball project nor the names of its
contributors may be used to endorse or promote products derived from this software without specific prior written permission.
THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT
HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT
LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY
THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF
THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
By way of rust-stemmers, copyright (c) 2017 Jakob Demler, under the MIT licence: permission is hereby granted, free of charge, to any person
obtaining a copy of this software and associated documentation files, to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons
to whom the Software is furnished to do so, subject to the following conditions: the above copyright notice and this permission notice shall
be included in all copies or substantial portions of the Software. The software is provided "as is", without warranty of any kind, express or
implied. */
let C;
const among = (table, start, step) => {
  for (const [texts, result, test] of table) for (const text of texts.split(' ')) {
    const end = start + step * text.length;
    if (step > 0 ? end > E.l || !E.s.startsWith(text, start) : end < E.b || !E.s.startsWith(text, end)) continue;
    E.c = end;
    const held = !test || test();
    E.c = end;
    if (held) return result;
  }
  return 0;
};
const isIn = (bits, min, max, at) => { const c = E.s.charCodeAt(at) - min; return c >= 0 && c <= max - min && (bits[c >> 3] >> (c & 7) & 1) === 1; };
const E = {
  replace(from, to, text) {
    const more = text.length - (to - from);
    this.s = this.s.slice(0, from) + text + this.s.slice(to);
    this.l += more;
    if (this.c >= to) this.c += more; else if (this.c > from) this.c = from;
    return more;
  },
  eqS(text) { const is = this.c < this.l && this.s.startsWith(text, this.c); if (is) this.c += text.length; return is; },
  eqSB(text) { const from = this.c - text.length, is = from >= this.b && this.s.startsWith(text, from); if (is) this.c = from; return is; },
  sliceFrom(text) { this.replace(this.x, this.y, text); return true; },
  sliceDel() { return this.sliceFrom(''); },
  sliceTo() { return this.s.slice(this.x, this.y); },
  insert(from, to, text) { const more = this.replace(from, to, text); if (from <= this.x) this.x += more; if (from <= this.y) this.y += more; },
  nextChar() { this.c++; },
  previousChar() { this.c--; },
  byteIndexForHop(steps) { return this.c + steps; },
  inGrouping(bits, min, max) { const is = this.c < this.l && isIn(bits, min, max, this.c); if (is) this.c++; return is; },
  inGroupingB(bits, min, max) { const is = this.c > this.b && isIn(bits, min, max, this.c - 1); if (is) this.c--; return is; },
  outGrouping(bits, min, max) { const is = this.c < this.l && !isIn(bits, min, max, this.c); if (is) this.c++; return is; },
  outGroupingB(bits, min, max) { const is = this.c > this.b && !isIn(bits, min, max, this.c - 1); if (is) this.c--; return is; },
  findAmong(table) { return among(table, this.c, 1); },
  findAmongB(table) { return among(table, this.c, -1); },
};
