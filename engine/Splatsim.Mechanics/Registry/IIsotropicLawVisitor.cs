namespace Splatsim.Mechanics;

/// <summary>Code that is generic over laws in principal stretches.</summary>
public interface IIsotropicLawVisitor
{
    /// <summary>Called with one law.</summary>
    /// <typeparam name="TLaw">The law in principal stretches.</typeparam>
    /// <param name="key">Its name.</param>
    void Visit<TLaw>(string key)
        where TLaw : struct, IIsotropicLaw;
}
