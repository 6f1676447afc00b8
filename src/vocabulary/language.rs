//! The words of one language, as its file has them. `languages/en.toml` says what each list is for.
//! `build.rs` writes the files as constants of these types.

/// What a language has of a list that its file leaves out.
pub(super) trait Empty {
    const EMPTY: Self;
}

impl<T> Empty for &'static [T] {
    const EMPTY: Self = &[];
}

impl Empty for &'static str {
    const EMPTY: Self = "";
}

/// Defines groups of words; what a file leaves out is empty.
macro_rules! groups {
    ($($(#[$doc:meta])* $group:ident { $($field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $group {
            $(pub(super) $field: $kind,)*
        }

        impl Empty for $group {
            const EMPTY: Self = Self { $($field: Empty::EMPTY,)* };
        }
    )*};
}

/// Plain words and phrases.
pub(super) type List = &'static [&'static str];
/// Words in an order that counts: of each place, all its forms.
pub(super) type Ordered = &'static [List];
/// Pairs of words.
pub(super) type Pairs = &'static [(&'static str, &'static str)];

groups! {
    /// One language.
    Language {
        organs: Organs,
        verbs: Verbs,
        labels: Labels,
        dates: Dates,
        numbers: Numbers,
        modals: Modals,
        sense: Sense,
        joining: Joining,
        citations: Citations,
        notes: Notes,
        delegations: Delegations,
        pages: Pages,
    }
    Organs {
        openings: List,
        nouns: List,
        general_assembly: List,
        security_council: List,
        human_rights_council: List,
        economic_and_social_council: List,
        names: List,
    }
    Verbs {
        preambular: List,
        deciding: List,
        requesting: List,
        urging: List,
        inviting: List,
        noting: List,
        operative: List,
        calls: List,
        participles: List,
        also_in_prose: List,
        adverbs: List,
    }
    Labels {
        headings: List,
        annexes: List,
        annex_openings: List,
        options: List,
        option_stems: List,
        preambular_marks: List,
        operative_marks: List,
        glued_options: List,
        also_options: List,
        option_purposes: List,
        glued_annexes: List,
        counted_before: &'static str,
        counted_headings: List,
        counted_clauses: List,
        ordinals: Ordered,
        ordinal_endings: List,
        suffixes: Ordered,
        alternatives: List,
    }
    Dates {
        months: Ordered,
        short_months: Ordered,
        openings: List,
        between: List,
        closings: List,
        signs: List,
        cities: List,
    }
    Numbers {
        words: List,
        also_articles: List,
    }
    Modals {
        binding: List,
        announcing: List,
        advising: List,
        allowing: List,
        other: List,
    }
    Sense {
        negations: List,
        negating: List,
        no_opposites: List,
        endings: List,
        opposites: &'static [(List, List)],
        conditions: List,
        condition_openings: List,
        connecting: List,
        unfinished: List,
        common: List,
        articles: List,
        also_pronouns: List,
        prepositions: List,
        formulas: List,
        well_known: List,
        look_alikes: Pairs,
    }
    Joining {
        words: List,
        glued: List,
        spans: List,
        glued_spans: List,
    }
    Citations {
        paragraphs: List,
        paragraph_stems: List,
        subparagraphs: List,
        subparagraph_stems: List,
        articles: List,
        points: List,
        resolutions: List,
        resolution_stems: List,
        decisions: List,
        decision_stems: List,
        others: List,
        preambular: List,
        operative: List,
        places: Pairs,
        above: List,
        below: List,
        here: List,
        agreement: List,
        elsewhere: List,
        of_call: List,
        of_article: List,
        title_ends: List,
        number_sign: &'static str,
        titles: List,
        revised: List,
        this_conference: List,
    }
    Notes {
        status: List,
        status_openings: List,
        to_come: List,
        status_at_end: List,
        about: List,
        about_at_end: List,
        about_in_text: List,
        also_text: List,
        places: List,
        beside_places: List,
        pending: List,
        names: List,
        by: List,
        agreements: List,
        disagreements: List,
        placeholders: List,
        placeholder_openings: List,
        sources: List,
        stars: List,
        reasons: List,
    }
    Delegations {
        verbs: List,
        links: List,
        last_words: List,
        opinions: List,
        opinion_openings: List,
        glued_verbs: List,
        glued_links: List,
        name_openings: List,
        name_endings: List,
        other_capitals: List,
    }
    Pages {
        words: List,
        of: List,
        contents: List,
        drafts: List,
        documents: List,
        meetings: List,
        adopted: List,
        preamble: List,
        heading_styles: List,
        printed: List,
        parted: List,
        houses: List,
        formal: List,
    }
}
