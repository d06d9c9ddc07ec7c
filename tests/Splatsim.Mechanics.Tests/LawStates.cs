using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>A law with its user values, run one matrix at a time in double.</summary>
internal sealed class LawStates(LawEntry entry, Dictionary<string, double> values)
{
    public LawStates(string key, Dictionary<string, double> values)
        : this(Laws.Find(key), values)
    {
    }

    public LawEntry Entry => entry;

    public LawParameters<Real64> User => entry.Description.Pack(values);

    public LawParameters<Real64> Prepared => entry.Prepare(User);

    public LawHistory<Real64> InitialHistory => entry.InitialHistory(Prepared);

    /// <summary>Runs one step; the history defaults to that of undeformed matter.</summary>
    public LawState Step(
        in Matrix3x3<Real64> f, in Matrix3x3<Real64> c = default, double timeStep = 1e-4, LawHistory<Real64>? history = null)
    {
        Stepper stepper = new(f, c, Prepared, history ?? InitialHistory, timeStep);
        entry.Accept(stepper);
        return stepper.Result;
    }

    private sealed class Stepper(
        Matrix3x3<Real64> f, Matrix3x3<Real64> c, LawParameters<Real64> prepared, LawHistory<Real64> history, double dt)
        : ILawVisitor
    {
        public LawState Result { get; private set; } = null!;

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            Matrix3x3<Real64> trial = f;
            LawHistory<Real64> before = history;
            TLaw.Update(ref f, in c, in prepared, ref history, dt, out SymmetricMatrix3x3<Real64> tau, out Mask<Real64> clamped);
            double energy = TLaw.EnergyDensity(in f, in prepared, in history).Value;
            double lost = LawEnergy.Dissipated<TLaw, Real64>(in trial, in f, in c, in prepared, in before, in history, dt).Value;
            Result = new LawState(f, tau, history, Real64.Any(clamped), energy, lost);
        }
    }
}

/// <summary>What a step left.</summary>
internal sealed record LawState(
    Matrix3x3<Real64> F, SymmetricMatrix3x3<Real64> Kirchhoff, LawHistory<Real64> History, bool Clamped, double Energy,
    double Dissipated)
{
    public double[] Memory => LawNumbers.ToArray(History);
}
