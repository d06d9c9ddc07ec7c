namespace Splatsim.Cli;

/// <summary>Prints what was guessed, softened or odd, a line each, on standard error.</summary>
internal static class Notes
{
    public static void Print(IEnumerable<string> notes)
    {
        foreach (string note in notes) Console.Error.WriteLine($"splatsim: note: {note}");
    }
}
