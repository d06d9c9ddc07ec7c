using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>One material's law with its coefficients, callable without knowing the law's type.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal abstract class MaterialKernel<T>
    where T : unmanaged, IReal<T>
{
    public abstract LawHistory<T> InitialHistory { get; }

    /// <summary>How many coefficients, counted from the first, follow the user values at all; 0 where the law has no derivatives.</summary>
    public virtual int CoefficientCount => 0;

    public abstract void Update(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out bool clamped);

    /// <summary>Energy per rest volume that the last update turned into heat [Pa].</summary>
    public abstract double Dissipated(
        in Matrix3x3<T> trial, in Matrix3x3<T> returned, in Matrix3x3<T> c, in LawHistory<T> before, in LawHistory<T> after, T timeStep);

    /// <summary>The adjoint of the update, with the present coefficients.</summary>
    public abstract void UpdateAdjoint(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawHistory<T> before, T timeStep, in LawCotangents<T> cotangents, out LawGradient<T> gradient);

    /// <summary>From derivatives by coefficients and initial history to those by user values; see <see cref="PrepareAdjoint"/>.</summary>
    public abstract LawParameters<Real64> UserAdjoint(
        in LawParameters<Real64> user, in LawParameters<Real64> prepared, in LawHistory<Real64> initialHistory);

    /// <summary>Replaces the coefficients.</summary>
    public abstract void Set(in LawParameters<Real64> exact);

    public abstract double EnergyDensity(in Matrix3x3<T> f, in LawHistory<T> history);

    public static MaterialKernel<T> For(Material material)
    {
        if (material.Law.Learned is { } learned) return new LearnedMaterialKernel<T>(learned, material.UserParameters);
        Maker maker = new(material);
        material.Law.Accept(maker);
        return maker.Kernel!;
    }

    private sealed class Maker(Material material) : ILawVisitor
    {
        public MaterialKernel<T>? Kernel { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Kernel = new Of<TLaw>(material.PreparedParameters, Moments().Max(t => PrepareAdjoint.CoefficientCount<TLaw>(material.UserParametersAt(t))));

        // Keyframes and the middles between them: a coefficient that nothing moves at one moment may be moved at another.
        private IEnumerable<double> Moments() =>
            material.KeyTimes.Concat(material.KeyTimes.Zip(material.KeyTimes.Skip(1), (before, after) => 0.5 * (before + after)));
    }

    private sealed class Of<TLaw>(LawParameters<Real64> exact, int coefficients) : MaterialKernel<T>
        where TLaw : struct, ILaw
    {
        private readonly int scalars = TLaw.Description.History.Count;
        private LawParameters<T> prepared = LawParameters<T>.FromDouble(in exact);

        public override int CoefficientCount => coefficients;

        public override LawHistory<T> InitialHistory
        {
            get
            {
                TLaw.InitialHistory(in prepared, out LawHistory<T> history);
                return history;
            }
        }

        public override void Update(
            ref Matrix3x3<T> f, in Matrix3x3<T> c, ref LawHistory<T> history, T timeStep,
            out SymmetricMatrix3x3<T> kirchhoff, out bool clamped)
        {
            TLaw.Update(ref f, in c, in prepared, ref history, timeStep, out kirchhoff, out Mask<T> mask);
            clamped = T.Any(mask);
        }

        public override void UpdateAdjoint(
            in Matrix3x3<T> f, in Matrix3x3<T> c, in LawHistory<T> before, T timeStep, in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        {
            LawCotangents<T> wanted = cotangents;
            wanted.SkippedCoefficients = LawParameters<T>.Capacity - coefficients;
            wanted.SkippedHistory = LawHistory<T>.Capacity - scalars;
            TLaw.UpdateAdjoint<TLaw, T>(in f, in c, in prepared, in before, timeStep, in wanted, out gradient);
        }

        public override LawParameters<Real64> UserAdjoint(
            in LawParameters<Real64> user, in LawParameters<Real64> prepared, in LawHistory<Real64> initialHistory) =>
            PrepareAdjoint.User<TLaw, Real64>(in user, in prepared, in initialHistory);

        public override double Dissipated(
            in Matrix3x3<T> trial, in Matrix3x3<T> returned, in Matrix3x3<T> c, in LawHistory<T> before, in LawHistory<T> after, T timeStep) =>
            Scalars.ToDouble(LawEnergy.Dissipated<TLaw, T>(in trial, in returned, in c, in prepared, in before, in after, timeStep));

        public override void Set(in LawParameters<Real64> exact) => prepared = LawParameters<T>.FromDouble(in exact);

        public override double EnergyDensity(in Matrix3x3<T> f, in LawHistory<T> history) =>
            Scalars.ToDouble(TLaw.EnergyDensity(in f, in prepared, in history));
    }
}
