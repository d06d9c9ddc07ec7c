using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>Sand on single particles: the cone is a Mohr-Coulomb cone, and no volume is made.</summary>
public sealed class SandClosedFormTests
{
    // Relative to the stress at hand (or to E): acceptance value of the mechanics reference.
    private const double Tolerance = 1e-10;
    private const double E = 1e6, Nu = 0.25, Bulk3 = E / (1 - 2 * Nu), Phi = 0.6;

    [Fact]
    public void TriaxialCone_CompressionWithCohesion_MeetsMohrCoulomb()
    {
        // q = M (p + c cot phi), M = 6 sin phi/(3 - sin phi), is Mohr-Coulomb in triaxial compression.
        const double cohesion = 500;
        SymmetricMatrix3x3<Real64> t = Sand(("cohesion", cohesion)).Step(Tensors.Diagonal(0.9, 1.03, 1.03)).Kirchhoff;
        double p = -t.Trace.Value / 3, q = t.YY.Value - t.XX.Value, m = 6 * Math.Sin(Phi) / (3 - Math.Sin(Phi));
        Assert.True(p > 0);
        Assert.Equal(m * (p + cohesion / Math.Tan(Phi)), q, Tolerance * E);
    }

    [Fact]
    public void PlaneStrainCone_PureShear_MobilisesTheSineOfTheAngle()
    {
        // Mean stress out of the plane: (t1 - t3)/2 = sin phi * p.
        double squeeze = -0.05, shear = 0.2;
        Matrix3x3<Real64> f = Tensors.Diagonal(Math.Exp(squeeze + shear), Math.Exp(squeeze), Math.Exp(squeeze - shear));
        SymmetricMatrix3x3<Real64> t = Sand(("cone", 1)).Step(f).Kirchhoff;
        double p = -t.Trace.Value / 3;
        Assert.Equal(Math.Sin(Phi) * p, (t.XX.Value - t.ZZ.Value) / 2, Tolerance * E);
    }

    [Fact]
    public void UniformCompression_IsElastic()
    {
        LawState state = Sand().Step(Tensors.Diagonal(0.9, 0.9, 0.9));
        Assert.Equal(Bulk3 * Math.Log(0.9), state.Kirchhoff.XX.Value, Tolerance * E);
        Assert.Equal(0.9, state.F.M00.Value);
    }

    [Fact]
    public void Expansion_ReturnsToTheTip_WhereStressIsCohesionOverTanPhi()
    {
        const double cohesion = 500;
        LawState state = Sand(("cohesion", cohesion)).Step(Tensors.Diagonal(1.3, 1.1, 1.2));
        double expected = cohesion / Math.Tan(Phi);
        Assert.Equal(expected, state.Kirchhoff.XX.Value, Tolerance * E);
        Assert.Equal(expected, state.Kirchhoff.ZZ.Value, Tolerance * E);
        Assert.Equal(0, state.Kirchhoff.XY.Value, Tolerance * E);
    }

    [Fact]
    public void VolumeCorrection_PullApartAndPushBack_ConservesVolumeAndEndsUndeformed()
    {
        LawStates sand = Sand();
        Matrix3x3<Real64> apart = Tensors.Diagonal(1.2, 1.1, 1.05);
        LawState open = sand.Step(apart);
        double logVolume = Math.Log(apart.Determinant.Value);
        // Tip: F is a rotation, and all of ln det F is remembered.
        Assert.Equal(logVolume, open.History.H0.Value, Tolerance);
        Matrix3x3<Real64> back = Tensors.Diagonal(1 / 1.2, 1 / 1.1, 1 / 1.05) * open.F;
        LawState closed = sand.Step(back, history: open.History);
        Assert.Equal(0, closed.History.H0.Value, Tolerance);
        Assert.Equal(0, Math.Log(closed.F.Determinant.Value), Tolerance);
    }

    [Fact]
    public void VolumeCorrection_EveryStep_ConservesLogVolumePlusGain()
    {
        LawStates sand = Sand();
        LawHistory<Real64> history = new() { H0 = 0.04 };
        foreach (Matrix3x3<Real64> f in Tensors.Random(200, 0.1, seed: 3))
        {
            LawState state = sand.Step(f, history: history);
            double before = Math.Log(f.Determinant.Value) + history.H0.Value;
            double after = Math.Log(state.F.Determinant.Value) + state.History.H0.Value;
            Assert.Equal(before, after, Tolerance);
        }
    }

    [Fact]
    public void WithoutVolumeCorrection_Expansion_IsForgotten() =>
        Assert.Equal(0, Sand(("volumeCorrection", 1)).Step(Tensors.Diagonal(1.3, 1.1, 1.2)).History.H0.Value);

    private static LawStates Sand(params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new()
        {
            ["youngsModulus"] = E,
            ["poissonsRatio"] = Nu,
            ["frictionAngle"] = Phi,
        };
        foreach ((string key, double value) in more) values[key] = value;
        return new LawStates("drucker-prager", values);
    }
}
