using System.Globalization;
using System.Text;

namespace DocsGen.Benchmarks;

/// <summary>A tree of Markdown from a seed: prose with code spans and emphasis, links to other files and their headings, tables, fences, lists. One link in a hundred is broken.</summary>
internal sealed class GeneratedTree
{
    private static readonly string[] Words =
        "the run writes a record for each file that was stored and a reader checks it again before use so that nothing old is shown as new while another process is at work on the same space".Split(' ');

    private readonly int files;
    private readonly StringBuilder text = new();
    private ulong state;

    private GeneratedTree(int files, ulong seed)
    {
        this.files = files;
        state = seed;
    }

    public static void Write(string folder, int files, ulong seed)
    {
        var tree = new GeneratedTree(files, seed);
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(folder, Name(i));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, tree.Document(i));
        }
    }

    private static string Name(int file) => string.Create(CultureInfo.InvariantCulture, $"part-{file / 100:00}/page-{file:00000}.md");

    private string Document(int file)
    {
        text.Clear();
        text.Append(CultureInfo.InvariantCulture, $"# Page {file}\n\n");
        for (var section = 0; section < 6; section++)
        {
            text.Append(CultureInfo.InvariantCulture, $"## Section {section}\n\n");
            for (var i = 0; i < 2; i++) Paragraph();
            switch (Below(3))
            {
                case 0: Table(); break;
                case 1: Fence(); break;
                default: List(); break;
            }
        }

        return text.ToString();
    }

    private void Paragraph()
    {
        for (var i = 0; i < 40; i++)
        {
            var word = Words[Below(Words.Length)];
            switch (Below(30))
            {
                case 0: text.Append('`').Append(word).Append("` "); break;
                case 1: text.Append("**").Append(word).Append("** "); break;
                case 2: Link(word); break;
                default: text.Append(word).Append(i % 12 == 11 ? '\n' : ' '); break;
            }
        }

        text.Append("end.\n\n");
    }

    private void Link(string word)
    {
        var page = Below(files);
        var broken = Below(100) == 0;
        text.Append(CultureInfo.InvariantCulture, $"[{word}](../{(broken ? Name(page).Replace("page", "pgae", StringComparison.Ordinal) : Name(page))}#section-{Below(6)}) ");
    }

    private void Table()
    {
        text.Append("| Field | Type | Note |\n|---|---|---|\n");
        for (var i = 0; i < 6; i++) text.Append(CultureInfo.InvariantCulture, $"| f{i} | `string` | {Words[Below(Words.Length)]} {Words[Below(Words.Length)]} |\n");
        text.Append('\n');
    }

    private void Fence()
    {
        text.Append("```json\n{\n");
        for (var i = 0; i < 6; i++) text.Append(CultureInfo.InvariantCulture, $"  \"{Words[Below(Words.Length)]}{i}\": {Below(1000)},\n");
        text.Append("  \"last\": true\n}\n```\n\n");
    }

    private void List()
    {
        for (var i = 0; i < 6; i++)
        {
            text.Append("- ");
            for (var word = 0; word < 8; word++) text.Append(Words[Below(Words.Length)]).Append(' ');
            text.Append('\n');
        }

        text.Append('\n');
    }

    private int Below(int limit)
    {
        state += 0x9E3779B97F4A7C15;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }
}
