namespace CityOps.CityGenerator;

/// <summary>Plausible names in both languages; none is meant for a real place or person.</summary>
internal sealed class Names(DeterministicRandom random)
{
    private static readonly (string Zh, string En)[] DistrictNames =
    [
        ("东湖湾", "Donghuwan"), ("西江", "Xijiang"), ("青岚", "Qinglan"), ("北岗", "Beigang"), ("南洲", "Nanzhou"),
        ("梅岭", "Meiling"), ("新洲", "Xinzhou"),
    ];

    private static readonly (string Zh, string En)[] Heads =
    [
        ("朝", "Chao"), ("永", "Yong"), ("青", "Qing"), ("云", "Yun"), ("文", "Wen"), ("安", "An"), ("瑞", "Rui"),
        ("福", "Fu"), ("丰", "Feng"), ("广", "Guang"), ("长", "Chang"), ("金", "Jin"), ("玉", "Yu"), ("松", "Song"),
        ("竹", "Zhu"), ("兰", "Lan"), ("紫", "Zi"), ("明", "Ming"), ("德", "De"), ("仁", "Ren"), ("桃", "Tao"),
        ("石", "Shi"), ("沙", "Sha"), ("龙", "Long"),
    ];

    private static readonly (string Zh, string En)[] Tails =
    [
        ("阳", "yang"), ("和", "he"), ("山", "shan"), ("泉", "quan"), ("昌", "chang"), ("宁", "ning"), ("园", "yuan"),
        ("桥", "qiao"), ("井", "jing"), ("湖", "hu"), ("源", "yuan"), ("林", "lin"), ("兴", "xing"), ("平", "ping"),
        ("塘", "tang"), ("溪", "xi"), ("洲", "zhou"), ("华", "hua"), ("庆", "qing"), ("坪", "ping"),
    ];

    private static readonly (string Zh, string En)[] Surnames =
    [
        ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("黄", "Huang"),
        ("吴", "Wu"), ("周", "Zhou"), ("徐", "Xu"), ("胡", "Hu"), ("熊", "Xiong"), ("万", "Wan"), ("涂", "Tu"),
        ("罗", "Luo"), ("龚", "Gong"),
    ];

    private static readonly string[] Given =
    [
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平",
        "刚", "桂英", "建华", "小红", "志强", "海燕", "文斌", "国庆", "春梅", "晓东", "丽萍",
    ];

    private readonly HashSet<string> _taken = [];

    /// <summary>The name of a district.</summary>
    public (string Zh, string En) District(int index) => index < DistrictNames.Length ? DistrictNames[index] : Place();

    /// <summary>A name of two syllables, with a third once the shorter ones are used up.</summary>
    public (string Zh, string En) Place()
    {
        for (var tries = 0; ; tries++)
        {
            var (head, tail) = (Pick(Heads), Pick(Tails));
            var middle = tries < 20 ? ("", "") : Pick(Tails);
            var name = (head.Zh + middle.Item1 + tail.Zh, head.En + middle.Item2 + tail.En);
            if (_taken.Add(name.Item1) || tries > 60)
            {
                return name;
            }
        }
    }

    /// <summary>The name of a street to drive on.</summary>
    public (string Zh, string En) Road()
    {
        var (zh, en) = Place();
        return random.Chance(0.25) ? (zh + "大道", en + " Avenue") : (zh + "路", en + " Road");
    }

    /// <summary>The name of a person.</summary>
    public string Person() => Pick(Surnames).Zh + Given[random.Below(Given.Length)];

    private (string Zh, string En) Pick((string Zh, string En)[] from) => from[random.Below(from.Length)];
}
