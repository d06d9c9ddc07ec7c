using System.Globalization;

namespace Splatsim.Plots.Drawing;

/// <summary>Numbers beside axes: plain where they are short, else with a power of ten.</summary>
internal static class TickText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>10 with a raised exponent.</summary>
    internal static string PowerOfTen(int power)
    {
        string digits = Math.Abs(power).ToString(CultureInfo.InvariantCulture);
        return $"10{(power < 0 ? "⁻" : "")}{string.Concat(digits.Select(digit => Superscripts[digit - '0']))}";
    }

    /// <summary>A number as a plain one with few digits, with a true minus sign.</summary>
    internal static string Plain(double value)
    {
        string text = value.ToString("G6", CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }
}
