namespace Splatsim.Simulation;

/// <summary>The fields that a simulation's boundaries read, numbered: contacts name them by number, devices keep copies.</summary>
public sealed class FieldTable
{
    private readonly GridField[] fields;

    /// <summary>Numbers the fields of some boundaries; a field that several share has one number.</summary>
    /// <param name="boundaries">The boundaries.</param>
    public FieldTable(IEnumerable<IGridBoundary> boundaries)
        : this(boundaries.SelectMany(b => b.Fields))
    {
    }

    /// <summary>Numbers fields; repetitions are left out.</summary>
    /// <param name="fields">The fields.</param>
    public FieldTable(IEnumerable<GridField> fields) => this.fields = [.. fields.Distinct()];

    /// <summary>A table without fields.</summary>
    public static FieldTable Empty { get; } = new(Enumerable.Empty<GridField>());

    /// <summary>Number of fields.</summary>
    public int Count => fields.Length;

    /// <summary>A field by its number.</summary>
    /// <param name="index">The number.</param>
    public GridField this[int index] => fields[index];

    /// <summary>The number of a field.</summary>
    /// <param name="field">One of the fields.</param>
    /// <exception cref="SimulationSetupException">The boundary that asks does not list the field among its own.</exception>
    public int IndexOf(GridField field)
    {
        int index = Array.IndexOf(fields, field);
        return index >= 0
            ? index
            : throw new SimulationSetupException("Boundary.Fields", "a contact reads a field that is not listed", "return it from IGridBoundary.Fields");
    }
}
