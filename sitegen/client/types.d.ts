/** The nouns of the browser's side, for `tsc --checkJs`; no page loads this file. */

type Delivery = { format: number; numbering: string; rows: any };
/** Runs a file of search/, `NAME.js?v=...`; fails where it is not there. */
type Run = (file: string) => Promise<void>;

interface Library {
  /** The manifest; a word in `again` reads it anew and forgets every shard. */
  manifest(again?: string): Promise<Manifest>;
  /** A shard with document numbers in it, of the segment's numbering or not at all. */
  shard(segment: Segment, path: string): Promise<any[]>;
  /** A shard without document numbers. */
  plain(path: string, version: string): Promise<any[]>;
}

interface Segment {
  path: string;
  first: number;
  count: number;
  dated: number;
  numbering: string;
  /** Names of its beginnings, one of which a file of postings bears. */
  numberings: string;
  folders: number;
  words: string[];
  lexicon: string[];
  prefixes: string[];
  facets: Record<string, number>;
}

interface Ranking {
  unit: number;
  levels: number[];
  form: number;
  title: number;
  proximity: number;
  window: number;
  rerank: number;
  marks: number;
  marked: number;
}

interface Manifest {
  format: number;
  /** The site's address on the web, where it has one. */
  base?: string;
  documents: number;
  tables: object;
  /** Pairs of signs that change places in shards of texts. */
  letters: string;
  ranking: Ranking;
  years: [year: number, first: number, count: number][];
  collections: [id: string, title: string, url: string][];
  languages: string[];
  segments: Segment[];
}

interface Folded {
  text: string;
}
/** Words, and the second readings of some, by their number. */
interface Words {
  forms: string[];
  alternates: Map<number, string>;
}
/** The words of a folded text; `sourceSpan` leads back, in UTF-16 units. */
interface Tokens extends Words {
  /** What stands in the source between each letter of a word and the next. */
  marksOf(i: number): string[];
  sourceSpan(i: number): [start: number, end: number];
}
interface Analyzer {
  fold(source: string): Folded;
  tokenize(folded: Folded): Tokens;
  formsOf(source: string): string[];
  readings(form: string): string[];
  /** The shadda, and the marks of each vowel. */
  borne: string[];
  stemFold(form: string): string;
  ruleStem(form: string): string;
  beginnings(form: string): Set<number>;
  key(form: string): string;
  isStop(form: string): boolean;
}

type QueryNode =
  | [type: 'word' | 'exact' | 'prefix', form: string, none?: undefined]
  | [type: 'phrase' | 'phrase=' | 'title', forms: string[], none?: undefined]
  | [type: 'field', name: string, value: string]
  | [type: 'after' | 'before', iso: string, none?: undefined]
  | [type: 'not', node: QueryNode, none?: undefined]
  | [type: 'seq' | 'and' | 'or', ...nodes: any[]];
/** A chunk of several words that no operator has taken yet. */
type Bare = { nodes: QueryNode[]; forms: string[] };
type QueryWord = { kind: 'word' | 'exact' | 'prefix'; form: string };
/** Words side by side; the first with what may stand before it, unless `exact`. */
type CountedPhrase = { kind: 'phrase'; forms: string[]; exact: boolean };
type ParsedQuery = { tree: QueryNode; words: QueryWord[]; problems: string[] };

/** A family's forms and dfs; the file that has its lists, and the row there. */
type Place = { forms: string[]; dfs: string; name: string; index: number };
type FoundForm = {
  form: string;
  df: number;
  postings: string;
  titles: string;
  where: Place;
  column: number;
};
/** What a segment has of a word; df: documents with any of the forms. */
type Found = { forms: FoundForm[]; df: number };
type RankedWord = QueryWord & { found: Found[]; df: number; idf: number; ownIdf: number };

/** The stem of a word as typed, and what each of its letters bears. */
type Typed = { stem: string; bears: number[] };

type Hit = { number: number; score: number };
/** Facet values by field, any of which will do, and the years from and to, both included. */
type Filters = {
  from?: number;
  to?: number;
  [field: string]: string[] | string | number | undefined;
};
type SearchOptions = {
  k?: number;
  sort?: 'relevance' | 'newest' | 'oldest';
  filters?: Filters;
  /** Whether a word stands for no other form than its own. */
  exact?: boolean;
};
type TextBlock = { anchor: string; text: string };
interface ArchiveText {
  number: number;
  url: string;
  id: string;
  title: string;
  date: string;
  collection: string;
  volume: string;
  issue: string;
  authors: string[];
  blocks: TextBlock[];
  /** How many further parts a long text has after its head. */
  parts: number;
  /** The Hijri date that the source gives; '' where it gives none. */
  hijri: string;
  /** The blocks of a further part, from 1. */
  part(number: number): Promise<TextBlock[]>;
}
interface Answer {
  total: number;
  hits: Hit[];
  words: RankedWord[];
  problems: string[];
  faults: string[];
  /** Whether a prefix has more forms than were searched. */
  cut: boolean;
  /** How many undated documents the years left out. */
  undated: number;
  years: [year: number, hits: number][];
  text(number: number): Promise<ArchiveText | null>;
  formsIn(number: number): Set<string>[];
  /** What was looked up for it: further shards of the same numbering. */
  lookup: Lookup;
  /** The documents, ascending, that match under all filters but those named. */
  others(...fields: string[]): Promise<number[]>;
}
interface Engine {
  open(): Promise<{ manifest: Manifest; analyzer: Analyzer }>;
  search(query: string, options?: SearchOptions): Promise<Answer>;
  documents(numbers: number[]): Promise<(ArchiveText | null)[]>;
  /** Whether a form is one of those that some words of a query stand for. */
  forms(words: QueryWord[]): Promise<(form: string) => boolean>;
  /** What a facet's value is called; the value itself where that is not known. */
  label(field: string, value: string): Promise<string>;
}

/** What the address of the search page says. */
interface SearchState {
  q: string;
  sort: 'relevance' | 'newest' | 'oldest';
  exact: boolean;
  filters: Filters;
  /** Which view of the results is shown ('' or none: the list), and what was chosen in it. */
  view: Record<string, string>;
}
/** A line of a concordance; `before` and `after` are folded words, the nearest first. */
interface KwicLine {
  anchor: string;
  left: string;
  word: string;
  right: string;
  before: string[];
  after: string[];
}
/** A line, its document, and its place among the lines of it. */
type ConcordanceLine = KwicLine & { text: ArchiveText; at: number };
declare class Reading {
  constructor(answer: Answer, tree: QueryNode, hits: (k: number) => Promise<Hit[]>);
  answer: Answer;
  lines: ConcordanceLine[];
  read: number;
  missing: number;
  running: boolean;
  get done(): boolean;
  get full(): boolean;
  stop(): void;
  go(tell: () => Promise<void> | void): Promise<void>;
  sorted(by: string): ConcordanceLine[];
}
/** What a citation says of a document. */
interface CiteSource {
  id: string;
  title: string;
  authors: string[];
  editors: string[];
  translators: string[];
  container: string;
  container_kind: string;
  volume: string;
  issue: string;
  pages: string;
  date: string;
  publisher: string;
  place: string;
  issn: string;
  lang: string;
  doi: string;
  url: string;
  keywords: string[];
}
/** From the beginning of the year `low` to that of the year `high`. */
type Span = { low: number; high: number };
type YearScale = Span & { step: number; bars: number };
/** What stands in an open facet. */
interface Facet {
  place: HTMLElement;
  /** Count for an answer; fails with the fault of a shard. */
  show(answer: Answer): Promise<void>;
}
/** What the parts of the search page share. `state` is one object, always the newest. */
interface SearchPage {
  readonly engine: Engine;
  readonly input: HTMLInputElement;
  readonly state: SearchState;
  /** Put changes into the state, the controls and the address, and search anew. */
  change(changes: Partial<SearchState>): void;
  /** Choose a facet's value beside those chosen, or take it back. */
  choose(field: string, value: string, on: boolean): void;
  /** Choose a first and a last year, or none. */
  span(from?: number, to?: number): void;
  /** Where names are all that can be chosen: take one that texts mention. */
  pick?(record: NamedRecord): void;
}

/** A word of the archive: as shown, folded, how common, its letters as bits. */
type ListedWord = { shown: string; form: string; level: number; letters: number };
type AskedWord = { form: string; df: number };
/** Where a name leads; level 0: no text mentions it. */
type NamedRecord = { id: string; kind: string; heading: string; url: string; level: number };
interface WordList {
  near(form: string, share: number): Promise<ListedWord[]>;
  word(form: string): Promise<ListedWord | undefined>;
  beginningWith(prefix: string): Promise<ListedWord[]>;
}
interface NameList {
  like(text: string, least?: number): Promise<NamedRecord[]>;
  beginningWith(text: string): Promise<NamedRecord[]>;
}
type Meant = { queries: string[]; records: NamedRecord[] };
interface Mender {
  /** *texts*: the first that the query found as typed, with their titles. */
  meant(text: string, words: AskedWord[], texts?: string[]): Promise<Meant>;
  /** Words that begin with a folded prefix, the commonest first. */
  words(prefix: string): Promise<ListedWord[]>;
  /** Records with a name that begins as a text ends. */
  records(text: string): Promise<NamedRecord[]>;
}
interface Mending {
  confusion: {
    likes: string; hamza: string; leftOut: number; swapped: number; likely: number;
    other: number; farthest: number; nearest: number; short: number;
  };
  romanise: {
    units: string; unsaid: number; lost: number; mute: number; silent: string; vowels: string;
    longest: number; articles: string; servant: string; article: string;
  };
  layouts: Record<string, string>[];
  article: string;
}

interface Suggesting {
  /** Offer what begins as the text in the field does. */
  ahead(): Promise<void>;
  /** Close the list. */
  close(): void;
  /** What to offer instead of a query that found little; nothing where nothing is like it. */
  instead(answer: Answer): Promise<HTMLElement[]>;
}
/** What a query looks for in a page: which forms, which only in titles, and phrases. */
interface Sight {
  word(form: string): boolean;
  title(form: string): boolean;
  phrases: { forms: string[]; begins(form: string): boolean }[];
}

type Plural = { zero?: string; other: string; [category: string]: string | undefined };
/** How the interface speaks; the build puts it before the scripts of all pages. */
interface Speech {
  lang: string;
  numerals: string;
  months: 'levant' | 'egypt' | 'iraq' | 'maghrib';
  messages: Record<string, string | Plural>;
}

type Part = { text: string; mark: boolean };
type Passage = { anchor: string; parts: Part[]; weight: number; before: boolean; after: boolean };

declare class Fault extends Error {
  constructor(code: 'missing' | 'damaged' | 'format' | 'stale' | 'slow', file: string);
  code: 'missing' | 'damaged' | 'format' | 'stale' | 'slow';
  file: string;
}
declare class Integers {
  constructor(text: string);
  get more(): boolean;
  next(): number;
}
declare class Lookup {
  constructor(library: Library, manifest: Manifest, analyzer: Analyzer, lenient: boolean);
  library: Library;
  manifest: Manifest;
  analyzer: Analyzer;
  faults: Set<string>;
  cut: boolean;
  attempt<T, U>(shard: Promise<T>, instead: U): Promise<T | U>;
  word(word: QueryWord): Promise<Found[]>;
  starts(
    segment: Segment,
    found: Found,
    offset: number,
    wanted: (number: number, start: number) => boolean,
  ): Promise<Map<number, Set<number>>>;
  phrase(index: number, forms: string[], exact: boolean): Promise<Uint8Array>;
  facet(
    segment: Segment,
    field: string,
    wanted: (value: string, label: string) => boolean,
    value?: string,
  ): Promise<Uint8Array>;
  days(segment: Segment): Promise<number[]>;
}

/** [folder, files, bytes, digest of its list, name of its list]; sitegen/export/offline.py. */
type ArchiveGroup = [folder: string, files: number, bytes: number, digest: string, name: string];
type ArchiveList = {
  format: number;
  files: number;
  bytes: number;
  groups: ArchiveGroup[];
};
/** What the service worker knows of the archive in this browser. */
interface KeepingState {
  /** The reader wants all of it. */
  on: boolean;
  paused: boolean;
  /** All of some build is here, namely of `build`. */
  complete: boolean;
  build: string;
  /** The build of which all that was only seen is. */
  seenBuild: string;
  /** Bytes fetched for this build. */
  spent: number;
  /** The digest of each group's list that is here as a whole. */
  done: Record<string, string>;
  /** Groups of search/ that wait in the cache `coming`. */
  aside: string[];
  /** How many groups were rid of what the archive has no more, and then of what quotes it where a
   * text was withdrawn. */
  swept: { build: string; to: number; withdrawn: boolean };
}
interface KeepingReport {
  on: boolean;
  paused: boolean;
  complete: boolean;
  isCurrent: boolean;
  /** The build of the worker that says so. */
  build: string;
  spent: number;
  files: number;
  bytes: number;
  doneFiles: number;
  doneBytes: number;
  /** Why it does not go on; the end of a sentence's name. */
  fault?: string;
}
type CacheName = 'seen' | 'kept' | 'coming' | 'state';
/** The service worker: copies.js, keeping.js. */
interface Copies {
  names: Record<CacheName, string>;
  pathOf(address: string): string | null;
  addressOf(path: string): string;
  take(name: CacheName, path: string): Promise<Response | undefined>;
  put(name: CacheName, path: string, response: Response): Promise<void>;
  drop(name: CacheName, path: string): Promise<boolean>;
  plain(response: Response, body: BodyInit): Response;
  catchUp(addresses: string[]): Promise<void>;
  refresh(): Promise<boolean>;
  answer(event: FetchEvent, path: string): Promise<Response>;
  pages(): Promise<{ url: string; title: string }[]>;
  isApart(path: string): boolean;
}
interface Keeping {
  state(): Promise<KeepingState>;
  change(changes: Partial<KeepingState>): Promise<void>;
  step(): Promise<KeepingReport>;
  report(): Promise<KeepingReport>;
  forget(): Promise<void>;
}
interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WaitingEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
/** What a service worker's global has; tsc's own list of it forbids that of pages. */
interface WorkerScope {
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void> };
  skipWaiting(): void;
  addEventListener(name: 'install' | 'activate', act: (event: WaitingEvent) => void): void;
  addEventListener(name: 'fetch', act: (event: FetchEvent) => void): void;
  addEventListener(name: 'message', act: (event: WaitingEvent & MessageEvent) => void): void;
}
/** A page's side of it: offline.js. */
interface Offline {
  isPossible: boolean;
  /** Why it is not. */
  reason: 'file' | 'insecure' | 'unable';
  talk(ask: string, more?: object): Promise<any>;
  drive(tell: (report: KeepingReport) => void, isAsked: boolean): Promise<KeepingReport>;
  /** Fulfilled when the worker knows of this page. */
  greeted?: Promise<void>;
}

/** What a document's page holds of its text. */
interface Described {
  id: string;
  title: string;
  subtitle: string;
  authors: string[];
  editors: string[];
  translators: string[];
  /** What it was printed in, and the id of that as addresses have it. */
  container: string;
  collection: string;
  volume: string;
  issue: string;
  pages: string;
  date: string;
  date_printed: string;
  lang: string;
  section: string;
  subjects: string[];
  summary: string;
  doi: string;
  url: string;
  citation: string;
  /** The CSL-JSON item. */
  csl: Record<string, any>;
  body: Element | null;
}

/** A line of a chart of years. */
interface Line {
  name: string;
  counts: Map<number, number>;
}
/** Lines, what the archive has in each year, and as of how many of that (0: as many as there are). */
interface Lines<T extends Line> {
  series: T[];
  all: Map<number, number>;
  per: number;
  written(value: number): string;
}

interface Sitegen {
  /** The fonts of a page's first words, from the folder of the scripts; until reader.js has come. */
  faces: string[];
  /** Of the service worker only. */
  build: string;
  copies: Copies;
  keeping: Keeping;
  offline: Offline;
  speech?: Speech;
  mending: Mending;
  farthest(form: string): number;
  distance(typed: string, meant: string, limit: number): number;
  farthestReading(latin: string): number;
  latinWords(forms: string[]): string[];
  arabicWords(forms: string[]): string[];
  firstLetters(latin: string): string[];
  unlikeness(latin: string, arabic: string, limit: number): number;
  likeness(latin: string, word: string): number;
  lettersOf(form: string): number;
  gathered(words: ListedWord[]): Map<string, ListedWord>;
  levelOf(df: number): number;
  beside(
    typed: string, words: Map<string, ListedWord>, texts: string[], documents: number, analyzer: Analyzer,
  ): Map<string, ListedWord>;
  offers(typed: string, words: Map<string, ListedWord>, known?: number): string[];
  replaced(text: string, form: string, word: string, analyzer: Analyzer): string;
  span(firsts: string[], prefix: string): string[];
  reads(beginnings: string[], ends: string[], form: string, wide?: number, most?: number): [string, string][];
  wordList(library: Library, segment: Segment, manifest: Manifest, analyzer: Analyzer): Promise<WordList>;
  nameList(library: Library, manifest: Manifest, analyzer: Analyzer): Promise<NameList>;
  retyped(text: string): string[];
  meant(
    text: string, words: AskedWord[], lists: WordList[], names: NameList, analyzer: Analyzer,
    met: { texts: string[]; documents: number },
  ): Promise<Meant>;
  mender(library: Library, archive: { manifest: Manifest; analyzer: Analyzer }): Mender;
  /** Help with what is typed into a search page. */
  suggesting(page: SearchPage): Suggesting;
  root: string;
  /** Where the list pages of this language are: the root, or a folder in it. */
  home: string;
  /** The way from there to the root. */
  up: string;
  /** What stands behind the address of a script, so that a browser takes a new one. */
  stamp: string;
  number(value: number): string;
  say(id: string, values?: Record<string, string | number>): string;
  date(iso: string): string;
  hijri(written: string): string;
  choose(name: string, value: string): void;
  readerControls(details: HTMLElement): HTMLElement;
  element(
    name: string,
    attributes?: Record<string, string | number | boolean | ((event: any) => void)>,
    ...children: (Node | string)[]
  ): HTMLElement;
  /** NAME of an on-demand bundle, or a path from the root (it has a `/`). */
  demand(name: string): Promise<void>;
  cards(number: number, cards?: Record<string, string[]>): void;
  cardFile(address: string, many: number): number;
  take?: (button: HTMLElement) => void;
  described: {
    IDLE: string;
    holdsBlocks(node: Element): boolean;
    blocksOf(within: Element): Element[];
    ownOf(within: Element): ChildNode[];
    all(within: ParentNode, selector: string): HTMLElement[];
    line(text: string): string;
    onTheWeb(href: string): string;
    inArchive(href: string): string;
    noteOf(ref: Element): { label: string; item: Element } | null;
    describe(): Described;
  };
  asMarkdown(text: Described): string;
  asTei(text: Described): string;
  days(month: number, days: Record<string, [year: string, title: string, path: string][]>): void;
  scans?: (button: HTMLElement) => void;
  pin?: (pin: HTMLAnchorElement) => void;
  parts(number: number, table: Record<string, string>): void;
  pictures?: () => void;
  seekPart?: (anchor: string) => Promise<void>;
  citing(block: Element): [string, string][];
  moved(number: number, table?: Record<string, string>): void;
  movedFile(key: string, many: number): number;
  movedTo(href: string): Promise<string>;
  summon?: (event: PointerEvent | FocusEvent) => void;
  textNodes(within: Element, skip: string): Text[];
  published(node: Node): string | undefined;
  spelledNodes(): Text[];
  whilePublished<T>(work: () => T): T;
  /** published.js, once it is loaded. */
  renumber?(literal: string): void;
  spelled(text: string): string;
  marks?: { arrive(): Promise<void>; suspend(): () => void };
  choices(): Record<string, string>;
  shortcuts(): boolean;
  singleKey(event: KeyboardEvent): string;
  put(path: string, format: number, numbering: string, rows: any[]): void;
  manifest(manifest: Manifest): void;
  Fault: typeof Fault;
  Integers: typeof Integers;
  Lookup: typeof Lookup;
  analyzer(tables: object): Analyzer;
  crc32(text: string): number;
  shardName(key: string): string;
  swapOf(manifest: Manifest): (text: string) => string;
  shardPath(kind: 'w' | 'p' | 'x', name: string, segment: Segment): string;
  lastNotAbove(keys: string[], key: string): number;
  library(run: Run): Library;
  scripts(folder: string): Run;
  log2(value: number): number;
  exp2(t: number): number;
  idf(documents: number, df: number): number;
  saturate(x: number, unit: number): number;
  coveragePower(c: number, n: number): number;
  eachPosting(list: string, visit: (number: number, level: number) => void): void;
  scores(words: RankedWord[], segment: number, count: number, ranking: Ranking): Float64Array;
  inOrder(hits: Hit[], undated: number): Hit[];
  best(hits: { numbers: number[]; scores: number[] }, k: number, undated: number): Hit[];
  proximity(
    words: { idf: number }[],
    forms: Set<string>[],
    blocks: Words[],
    ranking: Ranking,
  ): number;
  typedOf(query: string, words: QueryWord[], analyzer: Analyzer): (Typed | undefined)[];
  agreement(typed: Typed, words: Tokens, i: number, analyzer: Analyzer): number;
  vocalised(
    words: { idf: number; ownIdf: number }[],
    typed: (Typed | undefined)[],
    forms: Set<string>[],
    blocks: Tokens[],
    ranking: Ranking,
    analyzer: Analyzer,
  ): number;
  children(node: QueryNode): QueryNode[];
  parseQuery(text: string, analyzer: Analyzer, exact?: boolean): ParsedQuery;
  narrow(documents: Uint8Array, others: Uint8Array): Uint8Array;
  documentsOf(found: Found, count: number, list?: 'postings' | 'titles'): Uint8Array;
  matching(
    lookup: Lookup,
    index: number,
    node: QueryNode,
    ranked: Set<string>,
  ): Promise<Uint8Array>;
  filtered(lookup: Lookup, segment: Segment, filters: Filters): Promise<Uint8Array>;
  yearSpan(manifest: Manifest, filters: Filters): [number, number];
  perYear(manifest: Manifest, numbers: number[]): [year: number, hits: number][];
  facetCounts(
    lookup: Lookup,
    field: string,
    numbers: number[],
  ): Promise<{ value: string; label: string; hits: number }[]>;
  engine(library: Library, analyzerOf: (tables: object) => Analyzer): Engine;
  places(words: Words, wanted: (form: string) => boolean): number[];
  sight(engine: Engine, query: string, exact: boolean): Promise<Sight | null>;
  spans(source: string, sight: Sight, analyzer: Analyzer, isTitle: boolean): [number, number][];
  marked(source: string, forms: Set<string>, analyzer: Analyzer): Part[];
  passages(
    blocks: TextBlock[],
    words: { forms: Set<string>; idf: number }[],
    analyzer: Analyzer,
    options?: { length?: number; most?: number },
  ): Passage[];
  address: {
    sorts: SearchState['sort'][];
    read(fragment: string, query: string, fields: string[]): SearchState;
    write(state: SearchState, blank?: boolean): string;
    /** The state that the page's own address says. */
    here(fields: string[]): SearchState;
    /** Let the address and the title say a state. */
    show(state: SearchState): void;
  };
  filterControls(
    page: SearchPage,
    places: { panel: HTMLDetailsElement; controls: HTMLElement; chips: HTMLElement },
  ): {
    fields: string[];
    draw(manifest: Manifest): void;
    show(): void;
    answered(answer: Answer): void;
  };
  called(field: string, label: string, value: string): string;
  /** What kinds of documents are called, where that is not the index's language. */
  kinds?: Record<string, string>;
  drawChips?(page: SearchPage, place: HTMLElement, labels: Map<string, string>): void;
  valuesFacet(page: SearchPage, field: string, label: string): Facet;
  yearScale(first: number, last: number): YearScale;
  yearsFacet(page: SearchPage): Facet;
  hitItems(
    answer: Answer,
    page: SearchPage,
    current: () => boolean,
  ): Promise<{ items: HTMLElement[]; later(): number }>;
  notesOf(answer: Answer, q: string): string[];
  adviceFor(page: SearchPage): HTMLElement[];
  /** Draw a view of an answer into its place, as long as the answer is the newest. */
  views: Record<
    string,
    (page: SearchPage, answer: Answer, place: HTMLElement, current: () => boolean) => Promise<void>
  >;
  comparison: { named(query: string, labels: [value: string, label: string][]): string };
  /** Series of years: their arithmetic, and how they are drawn. */
  lines: {
    most: number;
    slotsOf(first: number, last: number): { span: number; starts: number[] };
    valueOf(
      counts: Map<number, number>,
      all: Map<number, number>,
      per: number,
      start: number,
      span: number,
    ): number | null;
    peak(counts: Map<number, number>): [year: number, count: number];
    chart<T extends Line>(shown: Lines<T> & { summary(first: number, last: number): string }): SVGElement;
    /** The last column has all of each year; `cell` leads from a number to what it counts. */
    table<T extends Line>(
      shown: Lines<T> & { title: string; head: [string, string]; cell?(one: T, year: number): string },
    ): HTMLElement;
    legend(at: number, called: Node, total: string, label: string, remove?: () => void): HTMLElement;
  };
  countable(
    text: string,
    analyzer: Analyzer,
  ): QueryWord | CountedPhrase | null;
  occurrences(
    lookup: Lookup,
    wanted: QueryWord | CountedPhrase,
  ): Promise<Map<number, number>>;
  /** What a file of data/usage hands over; the index has no name. */
  usage(held: any, name?: string): void;
  /** Open or close what saves and shares, below its button. */
  exportPanel(page: SearchPage, button: HTMLElement): Promise<void>;
  /** Show further passages of a result in place of the button that asks for them. */
  morePassages(button: HTMLElement, text: ArchiveText, answer: Answer, page: SearchPage): Promise<void>;
  Reading: typeof Reading;
  contexts(
    blocks: TextBlock[],
    wanted: (form: string) => boolean,
    phrases: string[][],
    analyzer: Analyzer,
    width?: number,
  ): KwicLine[];
  byContext<T extends KwicLine>(lines: T[], side: 'left' | 'right'): T[];
  sought(tree: QueryNode): { phrases: string[][]; words: Set<string> };
  csv(rows: (string | number)[][]): string;
  markedParts(parts: Part[]): (Node | string)[];
  /** A page's address on the web; from the site's root where it has none. */
  publicAddress(url: string, manifest: Manifest): string;
  placeCells(text: ArchiveText, manifest: Manifest): string[];
  download(name: string, type: string, content: string): void;
  citeSources(saved: { text: ArchiveText }[], lookup: Lookup): Promise<CiteSource[]>;
  bibliography(cited: CiteSource[]): string;
  citeKey(id: string): string;
  bibtex(source: CiteSource, key?: string): string;
  ris(source: CiteSource): string;
}
declare var sitegen: Sitegen;
