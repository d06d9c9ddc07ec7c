using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The numbers of free rigid colliders: where and how they start, mass, surface.</summary>
internal static class BodyParameters
{
    public static IEnumerable<GradientParameter> Of(SimulationSetup setup)
    {
        for (int b = 0; b < setup.RigidBodies.Count; b++)
        {
            int index = b;
            RigidBody body = setup.RigidBodies[b];
            foreach (GradientParameter p in GradientParameters.OfVector(
                $"body.{index}.position", "m", body.Position, setup.Domain.CellSize, (s, by) => Replaced(s, index, old => old with { Position = old.Position + by }),
                g => g.Bodies[index].Position)) yield return p;
            foreach (GradientParameter p in GradientParameters.OfVector(
                $"body.{index}.velocity", "m/s", body.Velocity, GradientParameters.SpeedSize(body.Velocity),
                (s, by) => Replaced(s, index, old => old with { Velocity = old.Velocity + by }), g => g.Bodies[index].Velocity)) yield return p;
            foreach (GradientParameter p in GradientParameters.OfVector(
                $"body.{index}.angularVelocity", "rad/s", body.AngularVelocity, GradientParameters.SpinSize(body.AngularVelocity),
                (s, by) => Replaced(s, index, old => old with { AngularVelocity = old.AngularVelocity + by }), g => g.Bodies[index].AngularVelocity)) yield return p;
            yield return Number(index, "mass", "kg", body.Mass, (old, to) => With(old, to, old.Surface), g => g.Mass);
            ContactSurface surface = body.Surface;
            if (surface.Mode == ContactMode.Coulomb)
                yield return Number(index, "friction", "1", surface.Friction, (old, to) => With(old, old.Mass, old.Surface with { Friction = to }), g => g.Friction);
            if (surface.Mode is ContactMode.Coulomb or ContactMode.Separate)
                yield return Number(index, "restitution", "1", surface.Restitution, (old, to) => With(old, old.Mass, old.Surface with { Restitution = to }), g => g.Restitution);
        }
    }

    private static GradientParameter Number(
        int body, string name, string unit, double value, Func<RigidBody, double, RigidBody> with, Func<RigidBodyGradient, double> derivative) =>
        new($"body.{body}.{name}", unit, value, value > 0 ? value : 0.1, (s, to) => Replaced(s, body, old => with(old, to)), g => derivative(g.Bodies[body]))
        {
            Minimum = 0,
            Maximum = name == "restitution" ? 1 : double.PositiveInfinity,
        };

    // Another mass has its inertia in proportion.
    private static RigidBody With(RigidBody old, double mass, ContactSurface surface) => new(old.Shape, mass, surface)
    {
        Inertia = new Real64(mass / old.Mass) * old.Inertia,
        Position = old.Position,
        Orientation = old.Orientation,
        Velocity = old.Velocity,
        AngularVelocity = old.AngularVelocity,
    };

    private static SimulationSetup Replaced(SimulationSetup setup, int index, Func<RigidBody, RigidBody> change) =>
        setup with { RigidBodies = GradientParameters.Replaced(setup.RigidBodies, index, change) };
}
