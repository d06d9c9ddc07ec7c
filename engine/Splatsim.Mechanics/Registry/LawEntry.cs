using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>One registered law: its description, and the way back to its type.</summary>
public abstract class LawEntry
{
    private LawEntry(LawDescription description) => Description = description;

    /// <summary>Name in scene files and presets.</summary>
    public string Key => Description.Name;

    /// <summary>Parameters, history, summary and source.</summary>
    public LawDescription Description { get; }

    /// <summary>The law that is evaluated in batches; null for all others, which have a type to call generic code with.</summary>
    public virtual ILearnedLaw? Learned => null;

    /// <summary>Calls generic code with the law's type.</summary>
    /// <exception cref="NotSupportedException">The law is <see cref="Learned"/>: there is no formula.</exception>
    public abstract void Accept(ILawVisitor visitor);

    /// <summary>Calls generic code with the law in principal stretches; false where the law is none.</summary>
    public abstract bool TryAccept(IIsotropicLawVisitor visitor);

    /// <inheritdoc cref="ILaw.WaveModulus"/>
    public abstract double WaveModulus(in LawParameters<Real64> user);

    /// <inheritdoc cref="ILaw.ExplicitViscosity"/>
    public abstract double ExplicitViscosity(in LawParameters<Real64> user);

    /// <summary>The coefficients of user values, in double.</summary>
    public abstract LawParameters<Real64> Prepare(in LawParameters<Real64> user);

    /// <summary>The history of an undeformed particle, in double.</summary>
    public abstract LawHistory<Real64> InitialHistory(in LawParameters<Real64> prepared);

    /// <inheritdoc/>
    public override string ToString() => Key;

    /// <summary>The entry of a law that works on tensors; a user's own law needs no registration.</summary>
    /// <typeparam name="TLaw">The law.</typeparam>
    public static LawEntry OfTensor<TLaw>()
        where TLaw : struct, ILaw => new Tensor<TLaw>();

    /// <summary>The entry of a law in principal stretches; a user's own law needs no registration.</summary>
    /// <typeparam name="TLaw">The law in principal stretches.</typeparam>
    public static LawEntry OfPrincipal<TLaw>()
        where TLaw : struct, IIsotropicLaw => new Principal<TLaw, Isotropic<TLaw>>();

    /// <summary>The entry of a law that has both forms: it runs in tensors and is differentiated in principal stretches.</summary>
    /// <typeparam name="TLaw">The law.</typeparam>
    public static LawEntry OfBoth<TLaw>()
        where TLaw : struct, ILaw, IIsotropicLaw => new Principal<TLaw, TLaw>();

    /// <summary>The entry of a law in logarithmic strain; a user's own law needs no registration.</summary>
    /// <typeparam name="TLaw">The law in logarithmic strain.</typeparam>
    public static LawEntry OfLogarithmic<TLaw>()
        where TLaw : struct, ILogarithmicLaw => OfBoth<Logarithmic<TLaw>>();

    /// <summary>The entry of a law that is evaluated in batches.</summary>
    /// <param name="law">The law.</param>
    public static LawEntry OfLearned(ILearnedLaw law) => new Batched(law);

    private sealed class Batched(ILearnedLaw law) : LawEntry(law.Description)
    {
        public override ILearnedLaw Learned => law;

        public override void Accept(ILawVisitor visitor) =>
            throw new NotSupportedException($"the law '{Key}' is evaluated in batches and has no formula for this; use a back end on the CPU");

        public override bool TryAccept(IIsotropicLawVisitor visitor) => false;

        public override double WaveModulus(in LawParameters<Real64> user) => law.WaveModulus(in user);

        public override double ExplicitViscosity(in LawParameters<Real64> user) => law.ExplicitViscosity(in user);

        public override LawParameters<Real64> Prepare(in LawParameters<Real64> user) => user;

        public override LawHistory<Real64> InitialHistory(in LawParameters<Real64> prepared) => law.InitialHistory(in prepared);
    }

    private class Tensor<TLaw>() : LawEntry(TLaw.Description)
        where TLaw : struct, ILaw
    {
        public override void Accept(ILawVisitor visitor) => visitor.Visit<TLaw>(Key);

        public override bool TryAccept(IIsotropicLawVisitor visitor) => false;

        public override double WaveModulus(in LawParameters<Real64> user) => TLaw.WaveModulus(in user);

        public override double ExplicitViscosity(in LawParameters<Real64> user) => TLaw.ExplicitViscosity(in user);

        public override LawParameters<Real64> Prepare(in LawParameters<Real64> user)
        {
            TLaw.Prepare(in user, out LawParameters<Real64> prepared);
            return prepared;
        }

        public override LawHistory<Real64> InitialHistory(in LawParameters<Real64> prepared)
        {
            TLaw.InitialHistory(in prepared, out LawHistory<Real64> history);
            return history;
        }
    }

    private sealed class Principal<TLaw, TTensor> : Tensor<TTensor>
        where TLaw : struct, IIsotropicLaw
        where TTensor : struct, ILaw
    {
        public override bool TryAccept(IIsotropicLawVisitor visitor)
        {
            visitor.Visit<TLaw>(Key);
            return true;
        }
    }
}
