// The articles' texts, where they are unpacked, read and searched: in a worker (../worker/library.js), so that the page
// never waits for it; in the page where a browser allows no worker.

const library = {
  texts: null, // once they are unpacked
  shelf: null, // once they are folded, when somebody first searches

  /** The texts of some articles, undefined where there is none. `letters` are all, packed; given with the first call. */
  async read(articles, letters) {
    if (letters) this.texts = unpack(letters).then(JSON.parse);
    const texts = (await this.texts) ?? [];
    return articles.map((article) => texts[article]);
  },

  /** Articles whose texts have what was typed, and the texts of the first `most` of them. */
  async find(typed, most) {
    this.shelf ??= new Shelf((await this.texts) ?? []);
    const question = asked(typed);
    const rows = question.folded.length > 1 ? this.shelf.find(question) : new Uint32Array(); // one letter stands everywhere
    return { rows, texts: Array.from(rows.slice(0, most), (row) => this.shelf.texts[row]) };
  },
};
