using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The pieces of forces by themselves.</summary>
public sealed class ForceFormulaTests
{
    [Fact]
    public void SineOfTurns_IsTheSine()
    {
        // Fifteen digits: the Taylor series' remainder and the rounding of a few products.
        for (double u = -3; u < 3; u += 0.0137)
            Assert.Equal(Math.Sin(2 * Math.PI * u), GridForces.SineOfTurns<Real64>(u).Value, 4e-15);
    }

    [Fact]
    public void Gusts_HaveNoDivergenceAndTheirSpeed()
    {
        SubstepWork work = new(GridDomain.Cube(64, 0.1));
        WindGusts gusts = new(3, 1.5, seed: 5, count: 24);
        gusts.AddTo(work, 0.7, VectorCurve.Constant(new(2, 0, 0)));
        GridForce<Real64> force = new() { Kind = ForceKind.Drag, Count = gusts.Count };
        HostNumbers<Real64> numbers = new(work);
        Random64 random = new(11);
        double squares = 0;
        const int samples = 4000;
        for (int i = 0; i < samples; i++)
        {
            Vector3<Real64> x = new(64 * random.Next(), 64 * random.Next(), 64 * random.Next());
            squares += GridForces.Wind(in force, in numbers, x).LengthSquared.Value;
            if (i > 50) continue;
            // Central differences: the waves are longer than 7 cells, so h = 1e-3 leaves (2 pi h / 7)^2 of a gradient of about 3 per cell.
            const double h = 1e-3;
            double divergence = 0;
            for (int axis = 0; axis < 3; axis++)
            {
                Vector3<Real64> step = new(axis == 0 ? h : 0, axis == 1 ? h : 0, axis == 2 ? h : 0);
                Vector3<Real64> difference = GridForces.Wind(in force, in numbers, x + step) - GridForces.Wind(in force, in numbers, x - step);
                divergence += (axis == 0 ? difference.X : axis == 1 ? difference.Y : difference.Z).Value / (2 * h);
            }

            Assert.Equal(0, divergence, 1e-5);
        }

        // Statistical: 4000 points in a box of several wavelengths.
        Assert.Equal(3, Math.Sqrt(squares / samples), 0.15);
    }

    [Fact]
    public void Gusts_SameSeed_AreTheSame()
    {
        SubstepWork first = new(GridDomain.Cube(8, 0.1)), second = new(GridDomain.Cube(8, 0.1)), other = new(GridDomain.Cube(8, 0.1));
        new WindGusts(1, 1, seed: 3).AddTo(first, 0.2, VectorCurve.Constant(default));
        new WindGusts(1, 1, seed: 3).AddTo(second, 0.2, VectorCurve.Constant(default));
        new WindGusts(1, 1, seed: 4).AddTo(other, 0.2, VectorCurve.Constant(default));
        Assert.Equal(first.Numbers, second.Numbers);
        Assert.NotEqual(first.Numbers, other.Numbers);
    }

    [Fact]
    public void Blast_Impulse_IsTheIntegralOfItsProfile()
    {
        BlastForce blast = new(default, 1, 1, 0, 0.02) { Decay = 1.7 };
        double sum = 0;
        const int steps = 20000;
        for (int i = 0; i < steps; i++)
        {
            double s = 2.5 * (i + 0.5) / steps;
            sum += (1 - s) * Math.Exp(-1.7 * s) * 2.5 * 0.02 / steps;
        }

        // Midpoint rule with steps of 1e-4: second order.
        Assert.Equal(sum, blast.Impulse(2.5 * 0.02), 1e-9);
    }

    [Fact]
    public void VectorCurve_Mean_IsExactAcrossKeys()
    {
        VectorCurve curve = VectorCurve.Keyframes((1, new(0, 0, 0)), (2, new(2, 0, 0)), (3, new(0, 4, 0)));
        // Areas of the triangles: x 1 + 1, y 2, over 4 s from 0 to 4, with the last value held for the last second.
        Bodies.AssertVector(new(2 / 4.0, (2 + 4) / 4.0, 0), curve.Mean(0, 4), 1e-15);
        Bodies.AssertVector(new(1, 0, 0), curve.At(1.5), 1e-15);
    }

    [Fact]
    public void Fields_BadSizes_AreRefused()
    {
        Assert.Throws<SimulationSetupException>(() => new VectorField(default, new(1, 1, 1), 1, 2, 2, [0], new float[12]));
        Assert.Throws<SimulationSetupException>(() => new VectorField(default, new(1, 1, 1), 2, 2, 2, [0], new float[12]));
        Assert.Throws<SimulationSetupException>(() => new VectorField(default, new(1, 1, 1), 2, 2, 2, [1, 0], new float[48]));
        Assert.Throws<SimulationSetupException>(() => new VectorField(default, new(1, 1, 1), 300, 300, 300, [0], []));
        float[] values = new float[24];
        values[5] = float.NaN;
        Assert.Throws<SimulationSetupException>(() => new VectorField(default, new(1, 1, 1), 2, 2, 2, [0], values));
    }
}
