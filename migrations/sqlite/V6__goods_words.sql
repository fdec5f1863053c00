-- Words of goods. The text table answers "which goods hold words that begin so"; its row is the goods row. The
-- list of all words is what a mistyped one is compared with; words are only ever added.
CREATE VIRTUAL TABLE goods_text USING fts5 (
    head, rest, content = '', contentless_delete = 1, detail = 'column', prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TABLE goods_word (
    word_id INTEGER PRIMARY KEY,
    word    TEXT NOT NULL UNIQUE
);
