using System.Globalization;
using System.Text.RegularExpressions;

namespace Splatsim.Benchmarks.Codegen;

/// <summary>Reads the listing that DOTNET_JitDisasm makes the runtime write.</summary>
internal static partial class DisassemblyListing
{
    /// <summary>Every method of a listing.</summary>
    public static IReadOnlyList<MethodCode> Parse(IEnumerable<string> lines)
    {
        List<MethodCode> methods = [];
        List<string> calls = [];
        string name = "";
        int frame = 0;
        foreach (string line in lines)
        {
            if (Header().Match(line) is { Success: true } header)
            {
                name = Shorten(header.Groups[1].Value);
                calls = [];
                frame = 0;
            }
            else if (Frame().Match(line) is { Success: true } allocation)
            {
                string size = allocation.Groups[2].Value;
                bool isHexadecimal = allocation.Groups[1].Success;
                frame += int.Parse(
                    size, isHexadecimal ? NumberStyles.HexNumber : NumberStyles.Integer, CultureInfo.InvariantCulture);
            }
            else if (Call().Match(line) is { Success: true } call)
            {
                calls.Add(Shorten(call.Groups[1].Value));
            }
            else if (Total().Match(line) is { Success: true } total)
            {
                methods.Add(new MethodCode(name, int.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture), frame, calls));
            }
        }

        return methods;
    }

    // Without name spaces, argument lists and the runtime's marks.
    private static string Shorten(string method)
    {
        string text = method.Trim('[', ']');
        int arguments = text.IndexOf('(', StringComparison.Ordinal);
        if (arguments >= 0) text = text[..arguments];
        return NameSpace().Replace(text, "");
    }

    [GeneratedRegex(@"^; Assembly listing for method (.*?)(?: \(\w+\))?$")]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s+sub\s+rsp, (0x)?([0-9A-Fa-f]+)$")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\s+(?:call|tail\.jmp)\s+(\S.*?)\s*$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^; Total bytes of code (\d+)")]
    private static partial Regex Total();

    [GeneratedRegex(@"(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")]
    private static partial Regex NameSpace();
}
