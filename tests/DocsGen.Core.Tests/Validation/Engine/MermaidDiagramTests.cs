using System.Diagnostics;
using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Engine;

/// <summary>Diagrams that Mermaid 11.17 takes, and diagrams that it refuses: the verdict here is the same on each.</summary>
public class MermaidDiagramTests
{
    public static TheoryData<string> Valid { get; } = new()
    {
        "erDiagram\n  Board {\n    uuid id PK\n    string key UK \"two to six letters\"\n    int n FK,UK\n  }\n  Board ||--o{ Column : has\n  Column }o..|| Board : \"part of\"",
        "erDiagram\n  A one or more to zero or one B : x\n  A many optionally to only one C : \"y z\"\n  D 1+--0+ E : f",
        "erDiagram\n  direction LR\n  p[Person] {\n    string first-name\n    list~string~ tags\n  }\n  a[\"Long name\"] {}\n  p ||--|| a : owns\n  classDef big fill:#f9f,stroke:#333\n  class p,a big\n  style p fill:#fff",
        "---\ntitle: Boards\n---\n%%{init: {\"theme\": \"dark\"}}%%\nerDiagram\n  %% a comment\n  A:::big ||--o{ B : has\n  Solo\n  accTitle: Title\n  accDescr { two\n  lines }",
        "erDiagram\r\n  A }|--|{ B : \"\"\r\n  \"My item\" ||--|| C : is-a\r\n",
        "erDiagram\n  Größe ||--o| Ü : hat\n  A {\n    string[] names\n    varchar(20) x\n    `odd name` y\n  }",
        "flowchart TD\n  A[Start] --> B{Choice}\n  B -->|yes| C(Round)\n  B -- no --> D([Stadium])\n  C --> E[[Sub]] --> F[(Store)]\n  D --> G((Circle)) --> H(((Double)))",
        "graph LR;\n  a-->b;\n  b---c; c-.->d; d==>e\n  e --x f\n  f --o g\n  g <--> h\n  h ~~~ i\n  a & b --> c & d\n  i -. text .-> j == more ==> k",
        "flowchart LR\n  subgraph one [First part]\n    direction TB\n    a --> b\n  end\n  subgraph \"Second part\"\n    c\n    subgraph inner\n      d\n    end\n  end\n  one --> c",
        "flowchart TB\n  A@{ shape: rect, label: \"A } here\" }\n  B@{ shape: manual-file }\n  A e1@--> B\n  e1@{ animate: true }\n  C>flag] --- D{{hex}}\n  E[/lean/] --> F[\\back\\] --> G[/trap\\] --> H[\\tri/]",
        "flowchart LR\n  classDef big fill:#f9f,stroke:#333,stroke-width:4px;\n  A:::big --> B\n  class A,B big\n  style A fill:#bbf\n  linkStyle 0 stroke:#ff3,stroke-width:4px\n  linkStyle default color:red\n  click A \"https://a.test\" \"tip\" _blank\n  click B call back()\n  click A href \"https://b.test\"",
        "graph\n  A[\"Quoted (text) [x]\"] -->|\"a (b)\"| B[\"`md **b**`\"]\n  B ----> C\n  C ===> D\n  D -..-> E\n  E --long text--> F",
        "flowchart RL\n  accTitle: x\n  accDescr: y\n  a-b --> c.d --> e_f --> 1g --> Ü\n  A -->\n  B\n  %% note\n  C\n  --> D",
        "flowchart LR\n  e_Board[(\"Board\")]\n  c_List[\"List\"]\n  s_X([\"X\"])\n  i{{\"Object store\"}}\n  c_List --> e_Board\n  s_X --> i",
        "sequenceDiagram\n  autonumber\n  participant A as Alice B\n  actor U\n  A->>U: hi\n  U-->>A: back\n  A-xU: lost\n  A-)U: async\n  A--xU: x\n  A--)U: y\n  A->U: z\n  A-->U: w\n  A<<->>U: both",
        "sequenceDiagram\n  A->>+B: start\n  B-->>-A: stop\n  activate A\n  deactivate A\n  Note right of A: text\n  note over A,B: both\n  NOTE LEFT OF B: x",
        "sequenceDiagram\n  alt ok\n    A->>B: x\n  else bad\n    A->>B: y\n  else\n    A->>B: z\n  end\n  opt maybe\n    loop every day\n      A->>A: self\n    end\n  end\n  par one\n    A->>B: 1\n  and two\n    A->>C: 2\n  end\n  critical c\n    A->>B: 3\n  option o\n    A->>B: 4\n  end\n  break when\n    A->>B: 5\n  end\n  rect rgb(0, 255, 0)\n    A->>B: 6\n  end",
        "sequenceDiagram\n  box Purple Team\n    participant A\n    actor B\n  end\n  box\n    participant C\n  end\n  A->>B: x; B->>C: y\n  A->>B: 5 #gt; 3 #59; ok\n  A->>B: c # comment",
        "sequenceDiagram\n  title: My title\n  A->>B: hello\n  create participant C\n  B->>C: new\n  destroy C\n  C-xB: gone\n  links A: {\"D\": \"https://d.test\"}\n  link B: D @ https://d.test\n  autonumber 10 5\n  autonumber off",
        "%% first\nsequenceDiagram\n  %% comment\n  accTitle: t\n  accDescr: d\n  participant web-app as Web: app\n  web-app->>My API: GET /x, y\n  My API-->>web-app:\n  par_over over\n    A->>B: x\n  end",
        "sequenceDiagram\n  participant A@{ \"type\" : \"database\" }\n  A->>B: x\n  A->>()B: c2\n  A-|\\B: half",
        "sequenceDiagram\n  actor R as administrator\n  participant U as DigestPanel\n  participant I1 as Mail relay\n  R->>U: Open the digest preview\n  U->>I1: Sends invitations and digests.\n  opt Mail relay fails\n    I1-->>U: MAIL_UNAVAILABLE\n    U-->>R: its message\n  end",
        "pie title Pets\n  \"Dogs\" : 386",
        "stateDiagram-v2\n  [*] --> Still",
        "classDiagram\n  class Board",
        "mindmap\n  root\n    a",
        "gantt\n  title A\n  section S\n  T :a1, 2024-01-01, 30d",
    };

    public static TheoryData<string, int> Broken { get; } = new()
    {
        { "erDiagrams\n  A ||--o{ B : x", 1 },
        { "erDiagram\n  A --> B : x", 2 },
        { "erDiagram\n  A ||--o{ B", 2 },
        { "erDiagram\n  A {\n    string id", 2 },
        { "erDiagram\n  A {\n    string\n  }", 3 },
        { "erDiagram\n  A {\n    string: id\n  }", 3 },
        { "erDiagram\n  A ||--o{ : has", 2 },
        { "erDiagram\n  A |--o{ B : has", 2 },
        { "erDiagram\n  A ||-o{ B : has", 2 },
        { "erDiagram\n  A ||--o{ B :", 2 },
        { "erDiagram\n  }", 2 },
        { "erDiagram\n  A {\n    string id PK FK\n  }", 3 },
        { "erDiagram\n  A {\n    string id \"open\n  }", 3 },
        { "erDiagram\n  A[ {\n  }", 2 },
        { "erDiagram\n  A ||--o{ B : has (x)", 2 },
        { "flowchart TD\n  A -->", 2 },
        { "flowchart TD\n  A[x --> B", 2 },
        { "flowchart TD\n  A[\"x] --> B", 2 },
        { "flowchart TD\n  A{x] --> B", 2 },
        { "flowchart TD\n  A --> B C", 2 },
        { "flowchart TD\n  subgraph s\n  A", 2 },
        { "flowchart TD\n  A\n  end", 3 },
        { "flowchart XX\n  A", 1 },
        { "flowchart LR A --> B", 1 },
        { "flowchart TD\n  A[a (b)] --> B", 2 },
        { "flowchart TD\n  A -->|x B", 2 },
        { "flowchart TD\n  A -- x -- B", 2 },
        { "flowchart TD\n  end --> A", 2 },
        { "flowchart TD\n  A --> --> B", 2 },
        { "flowchart TD\n  A-->|a (b)|B", 2 },
        { "flowchart TD\n  A[]", 2 },
        { "flowchart TD\n  A@{ shape: rect", 2 },
        { "flowchart TD\n  A &B", 2 },
        { "flowchart TD\n  --> A", 2 },
        { "flowchart TD\n  A -> B", 2 },
        { "flowchart TD\n  A [x]", 2 },
        { "flowchart TD\n  click", 2 },
        { "flowchart TD\n  A((x)", 2 },
        { "flowchart TD\n  A:::", 2 },
        { "flowcharts TD\n  A", 1 },
        { "flowchart TD\n  style A", 2 },
        { "flowchart TD\n  A[x]]", 2 },
        { "sequenceDiagram\n  A->>B", 2 },
        { "sequenceDiagram\n  what is this", 2 },
        { "sequenceDiagram\n  alt ok\n    A->>B: x", 2 },
        { "sequenceDiagram\n  A->>B: x\n  end", 3 },
        { "sequenceDiagram\n  else\n", 2 },
        { "sequenceDiagram\n  loop x\n  else\n  end", 3 },
        { "sequenceDiagram\n  A->>: x", 2 },
        { "sequenceDiagram\n  ->>B: x", 2 },
        { "sequenceDiagram\n  note A: x", 2 },
        { "sequenceDiagram\n  note over A,B,C: x", 2 },
        { "sequenceDiagram\n  note over A", 2 },
        { "sequenceDiagram\n  participant", 2 },
        { "sequenceDiagram\n  A->>B: x\n  deactivate B", 3 },
        { "sequenceDiagram\n  A->>-B: x", 2 },
        { "sequenceDiagram\n  A>>B: x", 2 },
        { "sequenceDiagram\n  activate", 2 },
        { "sequenceDiagram\n  box x\n    A->>B: y\n  end", 3 },
        { "sequenceDiagram\n  create C\n  A->>C: x", 2 },
        { "sequenceDiagram\n  create participant C\n  A->>B: x", 3 },
        { "sequenceDiagram\n  A=>B: x", 2 },
        { "sequenceDiagram\n  opt a\n  and b\n  end", 3 },
        { "sequenceDiagrams\n  A->>B: x", 1 },
        { "sequenceDiagram\n  autonumber x", 2 },
        { "wiredDiagram\n  a", 1 },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_diagram_parses(string content) => MermaidDiagram.Parse(content).Error.ShouldBeNull();

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_diagram_is_broken_in_its_line(string content, int line)
    {
        var diagram = MermaidDiagram.Parse(content);

        diagram.Error.ShouldNotBeNullOrEmpty();
        content.AsSpan(0, diagram.ErrorIndex).Count('\n').ShouldBe(line - 1, diagram.Error);
    }

    [Fact]
    public void A_title_stands_in_the_diagram_or_in_its_front_matter()
    {
        MermaidDiagram.Parse("sequenceDiagram\n  title: Add card\n  A->>B: x").Title.ShouldBe("Add card");
        MermaidDiagram.Parse("---\ntitle: Add card\n---\nsequenceDiagram\n  A->>B: x").Title.ShouldBe("Add card");
    }

    [Theory]
    [InlineData("flowchart LR\n", "A --> B\n", 50_000)]
    [InlineData("flowchart LR\nA", "-->A", 200_000)]
    [InlineData("flowchart LR\nA -. x ", ".", 500_000)]
    [InlineData("flowchart LR\n", "direction LR;", 100_000)]
    [InlineData("flowchart LR\nsubgraph ", "\"x\"", 300_000)]
    [InlineData("sequenceDiagram\n", "A->>B: x\n", 50_000)]
    [InlineData("sequenceDiagram\n", "(", 500_000)]
    [InlineData("sequenceDiagram\n", "alt a\n", 200_000)]
    [InlineData("sequenceDiagram\n", "A-", 500_000)]
    [InlineData("erDiagram\nA {", "a\"x\"", 300_000)]
    [InlineData("erDiagram\n", "A ", 500_000)]
    [InlineData("", "%%{", 500_000)]
    [InlineData("---\n", "title: x\n", 100_000)]
    public void A_large_diagram_answers_quickly(string start, string part, int times)
    {
        var text = start + new StringBuilder().Insert(0, part, times);
        var clock = Stopwatch.StartNew();

        _ = MermaidDiagram.Parse(text);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Ends_in_one_line_close_their_blocks_however_many()
    {
        var blocks = new StringBuilder("sequenceDiagram\n").Insert("sequenceDiagram\n".Length, "alt a\n", 100_000).Insert("sequenceDiagram\n".Length + 600_000, "end ", 100_000);

        MermaidDiagram.Parse(blocks.ToString()).Error.ShouldBeNull();
    }
}
