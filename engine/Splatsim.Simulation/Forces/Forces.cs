using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The registry of forces. To add one: a new file with its data, and a line here.</summary>
public static class Forces
{
    /// <summary>All kinds of force.</summary>
    public static IReadOnlyList<ForceEntry> All { get; } =
    [
        new("gravity", "an acceleration of everything that varies in time", typeof(GravityForce),
            _ => [new GravityForce(VectorCurve.Keyframes((0, new(1, 0, -2)), (0.01, new(0, 3, 1)), (0.02, new(-2, 1, 0))))]),
        new("wind", "drag of wind on the exposed area, with gusts", typeof(WindForce),
            d => [
                new WindForce(VectorCurve.Constant(new(6, 1, -2))),
                new WindForce(VectorCurve.Keyframes((0, default), (0.02, new(0, 8, 0)))) { Gusts = new(3, 10 * d.CellSize, seed: 7) },
            ]),
        new("attractor", "a point that attracts or repels", typeof(AttractorForce),
            d => [
                new AttractorForce(MotionPath.At(Off(d, 3)), 0.02, 2 * d.CellSize),
                new AttractorForce(MotionPath.Linear(Off(d, 1), new(1, 0, 0)), -0.01, d.CellSize),
            ]),
        new("blast", "a push outwards that decays", typeof(BlastForce),
            d => [new BlastForce(Off(d, -2), 300, 12 * d.CellSize, 0.002, 0.01)]),
        new("vortex", "a whirl about an axis", typeof(VortexForce),
            d => [new VortexForce(Off(d, 1), new(1, 2, 3), 20, 3 * d.CellSize, 30)]),
        new("buoyancy", "the lift of a fluid up to a level", typeof(BuoyancyForce),
            d => [new BuoyancyForce(Off(d, 0), new(0, 0, -9.81)), new BuoyancyForce(Off(d, 0), new(1, 2, -3), 3000) { Group = Half(d) }]),
        new("field", "a field of accelerations or velocities on a grid", typeof(FieldForce),
            d => [new FieldForce(Swirls(d)), new FieldForce(Swirls(d)) { Rate = 40 }]),
        new("damping", "decay of the velocity of everything or of a group", typeof(DampingForce),
            d => [new DampingForce(20), new DampingForce(30) { Group = Half(d) }, new DampingForce(0) { FactorPerSubstep = 0.98 }]),
        new("grab", "a spring from a moving point to the matter around it", typeof(GrabForce),
            d => [new GrabForce(MotionPath.Linear(Off(d, 1), new(0.5, -0.5, 1)), 4 * d.CellSize, 200)]),
    ];

    private static Vector3<Real64> Off(GridDomain domain, double cells)
    {
        Real64 shift = cells * domain.CellSize;
        return new Real64(0.5) * (domain.Origin + domain.Maximum) + new Vector3<Real64>(shift, new Real64(0.5) * shift, -shift);
    }

    private static ParticleSelection Half(GridDomain domain) => new(new ParticleRegion(domain.Origin, domain.Maximum) with
    {
        Maximum = new(Off(domain, 0).X, domain.Maximum.Y, domain.Maximum.Z),
    });

    private static VectorField Swirls(GridDomain domain)
    {
        const int nodes = 5, slices = 3;
        Vector3<Real64> spacing = new Real64(1.0 / (nodes - 1)) * (domain.Maximum - domain.Origin);
        float[] values = new float[slices * nodes * nodes * nodes * 3];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(4 * Math.Sin(0.7 * i + 0.01 * i * i));
        return new(domain.Origin, spacing, nodes, nodes, nodes, [0, 0.004, 0.009], values);
    }
}
