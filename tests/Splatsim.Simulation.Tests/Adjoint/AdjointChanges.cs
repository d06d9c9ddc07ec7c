using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>What the particles of an <see cref="AdjointScene"/> can meet beside boundaries and forces.</summary>
internal static class AdjointChanges
{
    /// <summary>A push, an imposed velocity and a pin, each at some of the particles.</summary>
    public static SimulationSetup WithEvents(SimulationSetup setup) => setup with
    {
        Events =
        [
            new ImpulseEvent(ParticleRegion.Around(new(0.33, 0.34, 0.31), new(0.03, 1, 1)), new(0.3, -0.2, 0.1), new TimeWindow(0, 1)),
            new VelocityEvent(ParticleRegion.Around(new(0.33, 0.34, 0.31), new(1, 0.02, 1)), new(0.5, 0.4, -0.6))
            {
                AngularVelocity = new(0.2, 0.3, 0.7),
                Pivot = new(0.33, 0.34, 0.31),
            },
            new PinEvent(ParticleRegion.Around(new(0.33, 0.34, 0.31), new(1, 1, 0.005)), new TimeWindow(0, 1)),
        ],
    };

    /// <summary>The first material doubles its stiffness within some time [s].</summary>
    public static SimulationSetup WithStiffening(SimulationSetup setup, double duration)
    {
        ScalarCurve curve = ScalarCurve.Keyframes((0, 8e4), (duration, 1.6e5));
        Dictionary<string, ScalarCurve> animated = new() { ["youngsModulus"] = curve };
        return setup with { Materials = [setup.Materials[0] with { Animated = animated }, setup.Materials[1]] };
    }
}
