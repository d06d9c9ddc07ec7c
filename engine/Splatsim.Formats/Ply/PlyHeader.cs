using System.Globalization;
using System.Text;

namespace Splatsim.Formats;

/// <summary>The header of a PLY file: encoding, elements and comments.</summary>
/// <remarks>Turk 1994, "The PLY polygon file format". Line ends may be LF or CRLF.</remarks>
internal sealed class PlyHeader
{
    private readonly List<PlyElement> elements = [];
    private readonly List<string> comments = [];

    private PlyHeader()
    {
    }

    /// <summary>How the values are stored.</summary>
    internal PlyEncoding Encoding { get; private set; }

    /// <summary>The elements in file order.</summary>
    internal IReadOnlyList<PlyElement> Elements => elements;

    /// <summary>Texts of the comment and obj_info lines.</summary>
    internal IReadOnlyList<string> Comments => comments;

    /// <summary>First byte after the header.</summary>
    internal int DataOffset { get; private set; }

    /// <summary>Number of header lines; ASCII data starts on the next one.</summary>
    internal int LineCount { get; private set; }

    /// <summary>The element of a name, or null.</summary>
    internal PlyElement? Find(string name) => elements.Find(e => e.Name == name);

    /// <summary>Reads a header.</summary>
    /// <exception cref="SplatFormatException">It is not one, or says something that PLY does not have.</exception>
    internal static PlyHeader Read(ByteSource source)
    {
        byte[] head = new byte[(int)Math.Min(SplatFiles.HeadLength, source.Length)];
        source.Read(0, head, "the header");
        PlyHeader header = new();
        bool hasFormat = false;
        string file = source.Path;
        int start = 0;
        for (int line = 1; ; line++)
        {
            int length = head.AsSpan(start).IndexOf((byte)'\n');
            string? text = length < 0 ? null : System.Text.Encoding.Latin1.GetString(head, start, length).TrimEnd('\r', ' ', '\t');
            if (line == 1 && text != "ply")
                throw SplatFormatException.AtLine(file, 1, $"a PLY file starts with 'ply', this one with '{Shown(text ?? FirstBytes(head))}'", "give a PLY file");
            if (text is null)
            {
                throw SplatFormatException.AtLine(
                    file, line, $"the first {head.Length} bytes hold no end_header", "the file is cut short or not a PLY file; get it again");
            }

            start += length + 1;
            if (text == "end_header")
            {
                if (!hasFormat) throw SplatFormatException.AtLine(file, line, "the header has no format line", "add 'format binary_little_endian 1.0'");
                header.DataOffset = start;
                header.LineCount = line;
                return header;
            }

            header.Add(file, line, text, ref hasFormat);
        }
    }

    private void Add(string file, int line, string text, ref bool hasFormat)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        switch (words.Length == 0 ? "" : words[0])
        {
            case "" or "ply":
                break;
            case "comment" or "obj_info":
                comments.Add(text[words[0].Length..].Trim());
                break;
            case "format":
                Encoding = ParseEncoding(file, line, words);
                hasFormat = true;
                break;
            case "element":
                elements.Add(ParseElement(file, line, words));
                break;
            case "property":
                AddProperty(file, line, words);
                break;
            default:
                throw SplatFormatException.AtLine(
                    file, line, $"unknown header keyword '{Shown(words[0])}'", "a header has format, element, property, comment, obj_info and end_header lines");
        }
    }

    private static PlyEncoding ParseEncoding(string file, int line, string[] words) => (words.Length > 1 ? words[1] : "") switch
    {
        "ascii" => PlyEncoding.Ascii,
        "binary_little_endian" => PlyEncoding.LittleEndian,
        "binary_big_endian" => PlyEncoding.BigEndian,
        string other => throw SplatFormatException.AtLine(
            file, line, $"unknown encoding '{Shown(other)}'", "use ascii, binary_little_endian or binary_big_endian"),
    };

    private PlyElement ParseElement(string file, int line, string[] words)
    {
        if (words.Length != 3) throw SplatFormatException.AtLine(file, line, "an element line has a name and a count", "write 'element vertex 100'");
        if (!long.TryParse(words[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) || count < 0)
        {
            throw SplatFormatException.AtLine(
                file, line, $"the count '{Shown(words[2])}' of element {Shown(words[1])} is not a whole number of at least 0", "write the number of rows");
        }

        if (Find(words[1]) is { } earlier)
            throw SplatFormatException.AtLine(file, line, $"element {Shown(words[1])} is declared again (first on line {earlier.Line})", "remove one");
        return new PlyElement(words[1], count, line);
    }

    private void AddProperty(string file, int line, string[] words)
    {
        if (elements.Count == 0) throw SplatFormatException.AtLine(file, line, "a property comes before the first element", "move it below its element line");
        bool list = words.Length > 1 && words[1] == "list";
        if (words.Length != (list ? 5 : 3))
            throw SplatFormatException.AtLine(file, line, "a property line has a type and a name", "write 'property float x' or 'property list uchar int indices'");
        string name = words[^1];
        PlyScalarType? countType = list ? ParseType(file, line, words[2]) : null;
        if (countType is { } type && !type.IsInteger())
            throw SplatFormatException.AtLine(file, line, $"the length of list {Shown(name)} has type {words[2]}", "lengths are whole numbers: uchar, int ...");
        PlyElement element = elements[^1];
        if (element.Find(name) is { } earlier)
            throw SplatFormatException.AtLine(file, line, $"property {Shown(name)} of element {Shown(element.Name)} is declared again (first on line {earlier.Line})", "remove one");
        element.Add(name, ParseType(file, line, words[^2]), countType, line);
    }

    private static PlyScalarType ParseType(string file, int line, string name) => PlyScalarTypes.Parse(name) ?? throw SplatFormatException.AtLine(
        file, line, $"unknown property type '{Shown(name)}'", "use char, uchar, short, ushort, int, uint, float or double");

    private static string FirstBytes(byte[] head) => System.Text.Encoding.Latin1.GetString(head, 0, Math.Min(head.Length, 16));

    // What a damaged file holds may be long or unprintable; messages show the start of it.
    private static string Shown(string text)
    {
        StringBuilder shown = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, 40))) shown.Append(char.IsControl(c) ? '?' : c);
        return shown.ToString();
    }
}
