namespace Splatsim.Simulation;

/// <summary>Who gave which contacts and forces of a substep: ends of the ranges in their lists, in the order of boundaries and actions.</summary>
internal sealed class SubstepOwners
{
    public List<int> BoundaryEnds { get; } = [];

    public List<int> ActionEnds { get; } = [];

    public void Begin()
    {
        BoundaryEnds.Clear();
        ActionEnds.Clear();
    }

    public static Range RangeOf(List<int> ends, int index) => (index == 0 ? 0 : ends[index - 1])..ends[index];
}
