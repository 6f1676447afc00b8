//! The words of notes: how things stand with a text, who wants it, what a note at the foot of a
//! page begins with.

use super::lists;

lists! {
    /// What a bracket says that says how things stand with a text: "not decided".
    status_notes: notes.status;
    /// How such a note begins.
    status_openings: notes.status_openings;
    /// What is still to be done, at the beginning or the end of such a note: "to be confirmed".
    to_come: notes.to_come;
    /// What begins such a note at the end of a clause.
    status_at_end: notes.status_at_end;
    /// How a note begins that goes on with what it is about: "moved from".
    notes_about: notes.about;
    /// Those of them that are notes in round brackets and at the end of a clause, too.
    notes_about_at_end: notes.about_at_end;
    /// Those of them that a heading or a reference may begin with, too: "see".
    notes_about_in_text: notes.about_in_text;
    /// Status notes that texts say, too, in round brackets or on a line: "reserved".
    notes_also_text: notes.also_text;
    /// Words for where something stands: "above".
    note_places: notes.places;
    /// What stands beside them and beside labels: "moved from paragraph 5 of the draft".
    beside_note_places: notes.beside_places;
    /// How a note begins that stands in round brackets, too: "pending ".
    pending_words: notes.pending;
    /// What notes are called: "Negotiator's note: …" ends its name with one.
    note_names: notes.names;
    /// What stands in the names of notes: "note by ".
    note_authors: notes.by;
    /// Marks of agreement.
    agreements: notes.agreements;
    /// Marks that say that there is none.
    disagreements: notes.disagreements;
    /// What stands for a text to come: "tbd".
    placeholders: notes.placeholders;
    /// How such a text begins.
    placeholder_openings: notes.placeholder_openings;
    /// What a note begins with after its number: "See ", "Ibid".
    note_sources: notes.sources;
    /// What a note begins with after its star: "State not a ".
    starred_notes: notes.stars;
    /// What closes a proposal to an ITU conference and is no part of its text: "Reasons:".
    reasons: notes.reasons;
    /// What delegations do with a text: "propose".
    delegation_verbs: delegations.verbs;
    /// Words between the names of delegations.
    delegation_links: delegations.links;
    /// The last word of an opinion without a colon: "US reserve".
    opinion_verbs: delegations.last_words;
    /// Opinions on a text: "to be deleted".
    opinions: delegations.opinions;
    /// How they begin.
    opinion_openings: delegations.opinion_openings;
    /// What delegations do, where no space stands before it: 提议.
    glued_delegation_verbs: delegations.glued_verbs;
    /// What joins the names of delegations, where no space stands round it: 和.
    glued_delegation_links: delegations.glued_links;
    /// How the names of delegations begin: "delegation of ".
    delegation_openings: delegations.name_openings;
    /// How they end: " group".
    delegation_endings: delegations.name_endings;
    /// Words in capitals that are no abbreviation of a delegation: `NOC`.
    other_capitals: delegations.other_capitals;
}
