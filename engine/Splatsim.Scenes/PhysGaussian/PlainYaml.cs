using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Splatsim.Scenes;

/// <summary>
/// Turns the plain part of YAML that configurations use into JSON: nested maps by indentation, lists of maps or values with dashes,
/// lists in brackets, numbers, quoted and bare texts, comments. Anchors, tags, block texts and tabs are refused.
/// </summary>
internal sealed class PlainYaml
{
    private readonly string file;
    private readonly List<(int Number, int Indent, string Text)> lines = [];
    private int at;

    private PlainYaml(string file, string text)
    {
        this.file = file;
        string[] all = text.Split('\n');
        for (int i = 0; i < all.Length; i++)
        {
            string line = WithoutComment(all[i].TrimEnd('\r'));
            if (line.Trim().Length == 0 || line.Trim() == "---") continue;
            if (line.Contains('\t', StringComparison.Ordinal)) throw Bad(i + 1, "a tab", "indent with spaces");
            lines.Add((i + 1, line.Length - line.TrimStart().Length, line.Trim()));
        }
    }

    /// <summary>The JSON text of a file.</summary>
    /// <exception cref="SceneFileException">Something that is not plain.</exception>
    public static string ToJson(string file, string text)
    {
        PlainYaml yaml = new(file, text);
        StringBuilder json = new();
        if (yaml.lines.Count == 0) return "{}";
        yaml.Block(yaml.lines[0].Indent, json, 0);
        if (yaml.at < yaml.lines.Count) throw yaml.Bad(yaml.lines[yaml.at].Number, "an indentation that fits no line above", "indent it like its neighbours");
        return json.ToString();
    }

    private void Block(int indent, StringBuilder json, int depth)
    {
        if (depth > 24) throw Bad(lines[at].Number, "nested too deeply", "flatten the file");
        if (IsItem(lines[at].Text)) List(indent, json, depth);
        else Map(indent, json, depth);
    }

    private void Map(int indent, StringBuilder json, int depth)
    {
        json.Append('{');
        bool first = true;
        HashSet<string> keys = [];
        while (at < lines.Count && lines[at].Indent == indent && !IsItem(lines[at].Text))
        {
            (int number, _, string text) = lines[at];
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || (colon + 1 < text.Length && text[colon + 1] != ' ')) throw Bad(number, $"\"{text}\"", "write key: value");
            string key = text[..colon].Trim().Trim('\'', '"');
            if (!keys.Add(key)) throw Bad(number, $"the key \"{key}\" a second time", "keep one of them");
            if (!first) json.Append(',');
            first = false;
            json.Append(JsonSerializer.Serialize(key)).Append(':');
            string value = text[(colon + 1)..].Trim();
            at++;
            if (value.Length > 0) Value(value, number, json);
            else if (at < lines.Count && (lines[at].Indent > indent || (lines[at].Indent == indent && IsItem(lines[at].Text)))) Block(lines[at].Indent, json, depth + 1);
            else json.Append("null");
        }

        json.Append('}');
    }

    private void List(int indent, StringBuilder json, int depth)
    {
        json.Append('[');
        bool first = true;
        while (at < lines.Count && lines[at].Indent == indent && IsItem(lines[at].Text))
        {
            if (!first) json.Append(',');
            first = false;
            (int number, _, string text) = lines[at];
            string rest = text[1..].TrimStart();
            if (rest.Length > 0 && rest[0] is not ('\'' or '"' or '[') && rest.Contains(": ", StringComparison.Ordinal))
            {
                // A map that starts beside the dash: its other keys are indented like the first.
                int inner = indent + text.Length - rest.Length;
                lines[at] = (number, inner, rest);
                Map(inner, json, depth + 1);
                continue;
            }

            at++;
            Value(rest, number, json);
        }

        json.Append(']');
    }

    private void Value(string text, int number, StringBuilder json)
    {
        if (text[0] == '[')
        {
            if (text[^1] != ']') throw Bad(number, $"\"{text}\"", "close the list on its line");
            string[] items = text[1..^1].Split(',');
            json.Append('[');
            for (int i = 0; i < items.Length; i++)
            {
                if (items.Length == 1 && items[0].Trim().Length == 0) break;
                if (items[i].Trim().Length == 0) throw Bad(number, "an empty item", "write a value between commas");
                if (i > 0) json.Append(',');
                Scalar(items[i].Trim(), number, json);
            }

            json.Append(']');
            return;
        }

        Scalar(text, number, json);
    }

    private void Scalar(string text, int number, StringBuilder json)
    {
        if (text[0] is '&' or '*' or '!' or '|' or '>' or '{' or '%' or '@' or '`' or '[') throw Bad(number, $"\"{text}\"", "write numbers, texts and lists only");
        bool quoted = text.Length > 1 && text[0] is '\'' or '"' && text[^1] == text[0];
        if (quoted) json.Append(JsonSerializer.Serialize(text[1..^1]));
        else if (text is "true" or "True") json.Append("true");
        else if (text is "false" or "False") json.Append("false");
        else if (text is "null" or "~" or "Null") json.Append("null");
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            json.Append(value.ToString("R", CultureInfo.InvariantCulture));
        else json.Append(JsonSerializer.Serialize(text));
    }

    private static bool IsItem(string text) => text[0] == '-' && (text.Length == 1 || text[1] == ' ');

    private static string WithoutComment(string line)
    {
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            if (quote != '\0') quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '\'' or '"') quote = line[i];
            else if (line[i] == '#' && (i == 0 || line[i - 1] == ' ')) return line[..i];
        }

        return line;
    }

    private SceneFileException Bad(int number, string problem, string fix) => new(file, $"line {number}", problem, fix);
}
