namespace DocsGen.Cli.Settings;

/// <summary>The file that <c>docsgen validate --init</c> writes: every key, explained, with the usual values.</summary>
internal static class FolderSettingsTemplate
{
    public const string Text = """
        # What 'docsgen validate' holds this folder and all below it to.
        # Everything is optional; what is commented out shows an example. Patterns and paths start where this file lies.

        # strict or lenient: some rules weigh less in lenient.
        strictness: strict

        # Severities by rule: error, warning, info or off. 'docsgen validate --rules' lists the rules.
        rules:
          structure.h1: error
        #   terminology.acronym: warning

        # Other severities for some files. The last entry that names the rule holds.
        # overrides:
        #   - files: ["archive/**", "CHANGELOG.md"]
        #     rules:
        #       links.internal.resolves: warning
        #       placeholders.forbidden: off

        # Files that are not validated. * and ? stay within a name, ** spans folders, a name without / is found at any depth.
        # Hidden folders and node_modules are always left out. Links may still lead to what is ignored.
        # ignore:
        #   - drafts/
        #   - "**/generated-*.md"

        # What links that begin with a slash mean: the start of the link, and the folder that it stands for; 'elsewhere' for another site.
        # Pages go by their names without .md too, folders by their index.md or README.md. Without this key, such links are errors.
        # roots:
        #   /handbook: docs/handbook
        #   /: elsewhere

        # Hosts that links may lead to. Without this key, any host.
        # allowed_hosts: [example.org, "*.example.com"]

        # Terms that prose must not hold, in any case, singular or plural.
        # terminology:
        #   - term: white list
        #     use: allow list
        #     reason: house style

        # Strings that nothing may hold, in place of the usual ones (TODO, TBD, FIXME, ???, [placeholder], to be determined, lorem ipsum).
        # match: word (as a whole word, in this case), text (any case) or regex. in: prose, or code for code too.
        # placeholders:
        #   - text: TODO
        #     in: code
        #   - text: "XXX+"
        #     match: regex

        # Issues that somebody answers for, until a day. They stay in every report, marked.
        # In a file: <!-- docsgen:ignore RULE until 2027-01-31: reason --> before a block, or docsgen:ignore-file for the whole file.
        # suppress:
        #   - rule: links.anchor.resolves
        #     files: ["api/**"]
        #     message: "#legacy"
        #     reason: the anchors come with the next release
        #     until: 2027-01-31

        # Expect the planned files of a formula, and compare with requirements.
        # formula: plugin
        # profile: full
        # requirements: requirements.json

        """;
}
