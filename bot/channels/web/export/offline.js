'use strict';
// A page of files searches and narrows by itself: what it knows comes as a script, as `fetch` is refused to files.
(() => {
  const {root, language, here} = document.currentScript.dataset;
  const asked = new URLSearchParams(location.search);
  const page = document.querySelector('main');
  const form = document.querySelector('form.seek');
  const HAN = /[\u3400-\u9fff]/;
  const FILLER = /什么|怎么样|怎么|为什么|哪些|会不会|是不是|有没有|可以|[的了吗呢吧会能将被把和与或在是有]/g;
  const ASKING = new Set('a about an and are at be been by can do does for has have how i in is it its of on or so that the their them they this to was were what when where which who why will with you'.split(' '));
  const MOST = 40;

  const load = () => new Promise((loaded, failed) => {
    if (window.HINDSIGHT) return loaded(window.HINDSIGHT);
    const script = document.createElement('script');
    script.src = `${root}static/data-${language}.js`;
    script.onload = () => loaded(window.HINDSIGHT);
    script.onerror = failed;
    document.head.append(script);
  });

  const normal = text => text.normalize('NFKC').toLowerCase();

  // Words, and of Chinese each pair of characters: two-character words are found without a dictionary.
  function pieces(text) {
    const found = [];
    for (const run of normal(text).replace(FILLER, ' ').match(/[\u3400-\u9fff]+|[a-z0-9][a-z0-9.+-]*/g) || []) {
      if (HAN.test(run)) for (let at = 0; at < Math.max(1, run.length - 1); at++) found.push(run.slice(at, at + 2));
      else if (!ASKING.has(run)) found.push(run.length > 3 ? run.replace(/s$/, '') : run);
    }
    return [...new Set(found)].slice(0, 24);
  }

  // Rare pieces count for more; those in every tenth text only where nothing else is left, as in the chat.
  function find(texts, words) {
    const searched = texts.map(([, text, more]) => normal(`${text} ${more}`));
    const marks = new Map();
    const hits = pieces(words).map(piece => {
      const word = HAN.test(piece) ? null : new RegExp(`(?<![a-z0-9])${piece.replace(/[.+-]/g, '\\$&')}`);
      return searched.flatMap((text, at) => (word ? word.test(text) : text.includes(piece)) ? [at] : []);
    }).filter(held => held.length);
    const rare = hits.filter(held => held.length <= texts.length / 10);
    for (const held of rare.length ? rare : hits)
      for (const at of held) {
        const weight = Math.log(1 + texts.length / held.length) / Math.sqrt(1 + searched[at].length / 400);
        marks.set(at, (marks.get(at) || 0) + weight);
      }
    return [...marks].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST).map(([at]) => texts[at]);
  }

  const made = (name, words, more = {}) => Object.assign(document.createElement(name), {textContent: words ?? '', ...more});
  const way = address => {
    const [path, fields] = address.split('#')[0].split('?');
    const anchor = address.includes('#') ? `#${address.split('#')[1]}` : '';
    return `${root}${language}/${path ? `${path}/` : ''}index.html${fields ? `?${fields}` : ''}${anchor}`;
  };
  const link = (words, address) => made('a', words, {href: way(address)});
  const say = (message, count) => made('p', message.replace('{count}', count), {role: 'status'});

  async function search(words) {
    form.q.value = words;
    const {texts, words: messages} = await load();
    const found = find(texts, words);
    const list = made('ul', '', {className: 'items'});
    for (const [kind, text, , address] of found) {
      const item = made('li', '', {className: 'leads'});
      item.append(made('b', `${kind} `), link(text, address));
      list.append(item);
    }
    const told = say(messages[found.length ? 'search-counted' : 'search-nothing'], found.length);
    const article = page.querySelector('article') || page;
    article.replaceChildren(article.querySelector('h1'), told, list);
    document.title = `${words} · ${document.title}`;
  }

  const KEYS = {ruled: row => row.ruled, until: row => row.until, said: row => row.published, state: row => row.state};

  function sorted(rows, by) {
    const name = by.replace('-', '');
    if (!KEYS[name]) return rows;
    const latest = (name === 'ruled' || name === 'said') !== by.startsWith('-');
    const known = rows.filter(KEYS[name]), rest = rows.filter(row => !KEYS[name](row));
    known.sort((a, b) => (KEYS[name](a) < KEYS[name](b) ? -1 : KEYS[name](a) > KEYS[name](b) ? 1 : 0) * (latest ? -1 : 1));
    return [...known, ...rest];
  }

  function line(row) {
    const made_ = made('tr'), state = made('td', '', {className: 'state'}), says = made('th', '', {scope: 'row'});
    const chip = made('span', '', {className: `chip ${row.state}`});
    chip.innerHTML = `<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><use href="#m-${row.state}"/></svg>`;
    chip.firstChild.classList.add(row.state);
    chip.append(row.stands);
    state.append(chip, made('span', row.leans, {className: 'soft leans'}));
    const about = made('span', '', {className: 'soft'});
    row.sectors.forEach(([name, address], at) => about.append(at ? ' · ' : '', link(name, address)));
    says.append(link(row.statement, row.address), about);
    const said = made('td');
    said.append(link(...row.source), ' ', made('span', row.said, {className: 'soft'}));
    const days = [row.until || row.ends, row.ruled || '–'].map(day => made('td', day, {className: 'day'}));
    made_.append(state, says, said, ...days);
    return made_;
  }

  async function narrow(fields) {
    const {rows, words} = await load();
    const wanted = [...fields].filter(([name, value]) => value && name !== 'sort' && name !== 'page');
    const found = rows.filter(row => wanted.every(([name, value]) => (row.fields[name] || []).includes(value)));
    const body = page.querySelector('table.forecasts tbody');
    if (!body) return;
    body.replaceChildren(...sorted(found, fields.get('sort') || '').map(line));
    for (const [name, value] of wanted) {
      const field = page.querySelector(`form.filters [name="${CSS.escape(name)}"]`);
      if (!field) continue;
      // Of very many choices some have no option.
      if (![...field.options || []].some(option => option.value === value)) field.append(new Option(value, value));
      field.value = value;
    }
    page.querySelector('nav.pages')?.remove();
    const heading = page.querySelector('h1');
    heading.textContent = heading.textContent.replace(/[\d,]+/, found.length);
    heading.after(say(words['filters-counted'], found.length));
    heading.nextSibling.className = 'skip';  // the heading says it to who sees it
  }

  if (here === 'search' && asked.get('q')) search(asked.get('q'));
  if (here === 'predictions' && [...asked].some(([, value]) => value)) narrow(asked);
  if (here === 'front') {
    const spoken = navigator.languages.map(tag => tag.toLowerCase()).find(tag => /^(zh|en)\b/.test(tag)) || 'en';
    const chosen = !spoken.startsWith('zh') ? 'en' : /hant|tw|hk|mo/.test(spoken) ? 'zh-hant' : 'zh';
    location.replace(`${chosen}/index.html`);
  }
  form?.q?.addEventListener('focus', () => load().catch(() => {}), {once: true});
})();
