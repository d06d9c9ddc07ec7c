using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What rigid bodies meet during one substep.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly ref struct RigidScene<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>An approach of so many steps of gravity is that of a body at rest.</summary>
    private const double RestingSteps = 3;

    /// <summary>A substep.</summary>
    /// <param name="contacts">Its contacts.</param>
    /// <param name="work">The substep.</param>
    /// <param name="table">The fields that contacts name.</param>
    /// <param name="gravity">Length of gravity [m/s^2].</param>
    public RigidScene(ReadOnlySpan<GridContact<T>> contacts, SubstepWork work, FieldTable table, double gravity)
    {
        Contacts = contacts;
        Domain = work.Domain;
        TimeStep = work.TimeStep;
        Fields = new(table);
        RestingSpeed = RestingSteps * gravity * work.TimeStep;
    }

    public ReadOnlySpan<GridContact<T>> Contacts { get; }

    public GridDomain Domain { get; }

    /// <summary>Length of the substep [s].</summary>
    public double TimeStep { get; }

    public ScalarFields<T> Fields { get; }

    /// <summary>Approach that gives nothing back [m/s]: what weight alone makes of a step.</summary>
    public double RestingSpeed { get; }

    /// <summary>A place in cells of the grid.</summary>
    public Vector3<T> ToCells(Vector3<T> position) => T.FromDouble(1 / Domain.CellSize) * (position - Scalars.FromDouble<T>(Domain.Origin));
}
