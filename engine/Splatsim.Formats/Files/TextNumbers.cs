using System.Globalization;

namespace Splatsim.Formats;

/// <summary>Numbers in text files, with the spellings of NaN and infinity that C programs print.</summary>
internal static class TextNumbers
{
    /// <summary>Parses a single-precision number, rounded once.</summary>
    internal static bool TryFloat(ReadOnlySpan<byte> word, out float value)
    {
        if (float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        bool special = TrySpecial(word, out double number);
        value = (float)number;
        return special;
    }

    /// <summary>Parses a double-precision number.</summary>
    internal static bool TryDouble(ReadOnlySpan<byte> word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || TrySpecial(word, out value);

    // printf writes inf, infinity, nan, -nan, and on Windows nan(ind), nan(snan).
    private static bool TrySpecial(ReadOnlySpan<byte> word, out double value)
    {
        value = double.NaN;
        bool negative = word.Length > 0 && word[0] == '-';
        if (word.Length > 0 && word[0] is (byte)'-' or (byte)'+') word = word[1..];
        Span<char> text = stackalloc char[16];
        if (word.Length is 0 or > 16) return false;
        for (int i = 0; i < word.Length; i++) text[i] = char.ToLowerInvariant((char)word[i]);
        text = text[..word.Length];
        if (text is "inf" or "infinity")
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return text is "nan" || (text.StartsWith("nan(") && text.EndsWith(")"));
    }
}
