using System.Xml.Linq;
using Halles.Kernel.Jobs;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Secret = Halles.Kernel.Privacy.Secret;

namespace Halles.Mall.Identity;

/// <summary>Registers accounts, sessions, permissions, and what guards forms. The web adds an <see cref="IIdentityLetters"/>.</summary>
public static class IdentityModule
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<Passwords>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<Callers>();
        services.AddSingleton<SignUp>();
        services.AddSingleton(s => new SignIn(s.Get<MallDatabase>(), s.Get<MallWriter>(), s.Get<Passwords>(), s.Get<SecondFactor>(), s.Get<Tickets>(), s.Get<Callers>()));
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<EmailedLinks>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Account>();
        services.AddSingleton<Addresses>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Team>();
        services.AddSingleton<TeamLetters>();
        services.AddSingleton<Staff>();
        services.AddSingleton<ShopVisits>();
        services.AddSingleton<ReadAudit>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<MyData>();
        services.AddSingleton<IJob, ForgetExpired>();
        return services.AddPasskeys().AddAccess().AddKeyRing();
    }

    private static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<IdentityPasskeyOptions>().Configure<CurrentSettings>((o, settings) =>
        {
            o.ServerDomain = Origin(settings).Host;
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required"; // found without typing an address first
            o.ValidateOrigin = c => ValueTask.FromResult(!c.CrossOrigin && Uri.TryCreate(c.Origin, UriKind.Absolute, out var shown) && Uri.Compare(shown, Origin(settings), UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);
        });
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<IPasskeyHandler<Person>>(s =>
        {
            var people = new UserManager<Person>(s.Get<PasskeyStore>(), Options.Create(new IdentityOptions()), new PasswordHasher<Person>(), [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), s, s.Get<ILogger<UserManager<Person>>>());
            return new PasskeyHandler<Person>(people, s.Get<IOptions<IdentityPasskeyOptions>>());
        });
        return services.AddSingleton(s => new PasskeyEndpoints(s.Get<MallDatabase>(), s.Get<MallWriter>(), s.Get<IPasskeyHandler<Person>>(), s.Get<Tickets>(), s.Get<IIdentityLetters>(), s.Get<Callers>(), s.Get<TimeProvider>()));
    }

    private static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<SessionCookie>();
        services.AddAuthentication(AccessEndpoints.Scheme).AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(AccessEndpoints.Scheme, null);
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddAuthorization(o => o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build()); // what names no rule is closed
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<CurrentSettings>((o, settings) =>
        {
            var https = Origin(settings).Scheme == Uri.UriSchemeHttps;
            o.Cookie.Name = https ? "__Host-halles-form" : "halles-form";
            o.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
            o.Cookie.Path = "/";
            o.FormFieldName = "form-token";
            o.SuppressXFrameOptionsHeader = true; // the policy of all pages says it
        });
        return services;
    }

    // Read late: a mall on this machine takes its port only when it is served.
    private static Uri Origin(CurrentSettings settings) => MallOrigin.Parse(settings.Value.Origin);

    private static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("halles");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o =>
        {
            o.XmlRepository = new KeyRing(s.Get<MallDatabase>(), s.Get<MallWriter>(), s.Get<Secret>());
            o.XmlEncryptor = new NullXmlEncryptor(); // the repository seals them itself
        }));
        return services;
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}

/// <summary>Keeps the keys of Data Protection in the database, sealed by the mall's secret: every node reads the forms of every other.</summary>
internal sealed class KeyRing(MallDatabase database, MallWriter writer, Secret secret) : IXmlRepository
{
    private const string Purpose = "data-protection";

    public IReadOnlyCollection<XElement> GetAllElements() => database.Read(sql => sql.List(
        "SELECT sealed FROM data_protection_keys ORDER BY created_at", r => XElement.Parse(System.Text.Encoding.UTF8.GetString(secret.Open(Purpose, r.Bytes(0))))));

    public void StoreElement(XElement element, string friendlyName)
    {
        var bytes = secret.Seal(Purpose, System.Text.Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
#pragma warning disable RS0030 // the interface is synchronous; called once in three months
        var stored = writer.Write<int>(s => s.Sql.Execute("INSERT INTO data_protection_keys (id, sealed, created_at) VALUES ($1, $2, $3)", friendlyName, bytes, s.Now))
            .GetAwaiter().GetResult();
#pragma warning restore RS0030
        if (!stored.Ok)
        {
            throw new InvalidOperationException(stored.Problem!.Code);
        }
    }
}
