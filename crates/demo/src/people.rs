//! The people of the partnership: teams, organisations, the forum, and accounts of every role.

pub use comity_access::Role;
use comity_places::Bilingual;

use crate::dice::Dice;
use crate::names::organisations::ORGANISATIONS;
use crate::names::people::Register;
use crate::names::priorities::PRIORITIES;
use crate::names::quarters::{QUARTERS, Quarter, SECTORS, TOWN};

/// Somebody who can sign in, with [`crate::DEMONSTRATION_PASSWORD`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// As `officer.harbour`; unique.
    pub sign_in: String,
    pub name: Bilingual,
    pub role: Role,
    /// Code of the area the role is for; `None` for those whose work belongs to no area.
    pub area: Option<String>,
    /// Slug of the organisation, if any.
    pub organisation: Option<String>,
    pub email: String,
}

/// A named officer of a sub-sector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub name: Bilingual,
    pub rank: Bilingual,
    /// Sign-in name, for the one who leads.
    pub account: Option<String>,
    /// The year since which they have been in this quarter, relative to today's: 0 is this year, 3 three years ago.
    pub years_here: u32,
}

/// The officers of a sub-sector and how to reach them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Code of the sub-sector.
    pub area: String,
    pub officers: Vec<Officer>,
    /// From a range reserved for fiction.
    pub phone: String,
    pub email: String,
    pub office: Bilingual,
    pub hours: Bilingual,
}

/// What a team puts first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Code of the sub-sector.
    pub area: String,
    pub title: Bilingual,
    pub why: Bilingual,
    pub doing: Bilingual,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub slug: String,
    pub name: Bilingual,
    /// `police`, `municipality`, `health`, `education`, `ngo`, `business` or `oversight`.
    pub kind: String,
    pub brings: Bilingual,
}

/// A member of the forum, chosen so that the forum mirrors the town.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Sign-in name.
    pub account: String,
    pub name: Bilingual,
    pub woman: bool,
    /// As `18–29`.
    pub age: String,
    /// Code of the sub-sector they live in.
    pub lives_in: String,
    pub speaks_for: Bilingual,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forum {
    pub slug: String,
    pub name: Bilingual,
    /// Code of the area: the town's.
    pub area: String,
    pub purpose: Bilingual,
    /// Sign-in names.
    pub chair: String,
    pub secretary: String,
    pub members: Vec<Member>,
    /// Where it meets, in turn.
    pub places: Vec<Bilingual>,
}

/// Everybody, with their parts.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub accounts: Vec<Account>,
    pub teams: Vec<Team>,
    pub priorities: Vec<Priority>,
    pub organisations: Vec<Organisation>,
    pub forum: Forum,
    /// Sign-in names of residents with an account.
    pub residents: Vec<String>,
}

impl Cast {
    pub(crate) fn new(seed: u64) -> Self {
        let mut register = Register::new(seed);
        let mut dice = Dice::new(seed, "people");
        let mut accounts = Vec::new();
        let teams = QUARTERS
            .iter()
            .enumerate()
            .map(|(index, quarter)| team(&mut register, &mut dice, &mut accounts, index, quarter))
            .collect();
        officials(&mut register, &mut accounts);
        let forum = forum(&mut register, &mut accounts);
        let residents = ["resident", "resident.hill", "resident.shore", "resident.station"];
        for (sign_in, area) in residents.into_iter().zip(["MRH-12", "MRH-22", "MRH-42", "MRH-31"]) {
            let name = register.anybody();
            accounts.push(account(sign_in, name, Role::Resident, area, None));
        }
        Self {
            priorities: priorities(&mut dice),
            organisations: ORGANISATIONS.iter().map(organisation).collect(),
            residents: residents.map(str::to_owned).to_vec(),
            accounts,
            teams,
            forum,
        }
    }

    /// The sign-in name of the first account with this role.
    pub(crate) fn sign_in(&self, role: Role) -> String {
        self.accounts.iter().find(|account| account.role == role).map(|found| found.sign_in.clone()).unwrap_or_default()
    }

    /// The sign-in name of the officer who leads in a sub-sector.
    pub(crate) fn officer_of(&self, area: &str) -> String {
        let officers = self.accounts.iter().filter(|account| account.role == Role::Officer);
        officers
            .into_iter()
            .find(|officer| officer.area.as_deref() == Some(area))
            .map(|found| found.sign_in.clone())
            .unwrap_or_default()
    }

    /// The sign-in name of the supervisor of the sector that a sub-sector belongs to.
    pub(crate) fn supervisor_of(&self, area: &str) -> String {
        let quarter = QUARTERS.iter().find(|quarter| quarter.code == area);
        let sector = quarter.and_then(|quarter| SECTORS.get(quarter.sector)).map(|sector| sector.0);
        let mut supervisors = self.accounts.iter().filter(|account| account.role == Role::Supervisor);
        let found = supervisors.find(|supervisor| supervisor.area.as_deref() == sector);
        found.map(|found| found.sign_in.clone()).unwrap_or_default()
    }

    /// The sign-in name of a partner organisation's account.
    pub(crate) fn partner(&self, organisation: &str) -> String {
        let partners = self.accounts.iter().filter(|account| account.role == Role::Partner);
        let mut of = partners.filter(|account| account.organisation.as_deref() == Some(organisation));
        of.next().map(|found| found.sign_in.clone()).unwrap_or_default()
    }

    /// Who came to a meeting: chair and secretary always, most of the others.
    pub(crate) fn attendance(&self, dice: &mut Dice) -> Vec<String> {
        let always = |account: &Account| matches!(account.role, Role::Chair | Role::Secretary);
        let often = |account: &Account| matches!(account.role, Role::Member | Role::Partner | Role::Coordinator);
        let present = self.accounts.iter().filter(|account| always(account) || (often(account) && dice.chance(0.82)));
        present.map(|account| account.sign_in.clone()).collect()
    }
}

fn account(sign_in: &str, name: Bilingual, role: Role, area: &str, organisation: Option<&str>) -> Account {
    Account {
        sign_in: sign_in.to_owned(),
        name,
        role,
        area: (!matches!(role, Role::Analyst | Role::Administrator)).then(|| area.to_owned()),
        organisation: organisation.map(str::to_owned),
        email: format!("{sign_in}@example.org"),
    }
}

fn team(
    register: &mut Register,
    dice: &mut Dice,
    accounts: &mut Vec<Account>,
    index: usize,
    quarter: &Quarter,
) -> Team {
    let ranks: [Bilingual; 3] =
        [("Sergeant", "رقيب أول").into(), ("Constable", "شرطي").into(), ("Constable", "شرطية").into()];
    let sign_in = format!("officer.{}", quarter.slug);
    let lead = if index % 3 == 1 { register.woman() } else { register.man() };
    accounts.push(account(&sign_in, lead.clone(), Role::Officer, quarter.code, Some("police")));
    let [sergeant, constable, woman_constable] = ranks;
    let mut officers = vec![
        Officer { name: lead, rank: sergeant, account: Some(sign_in), years_here: dice.whole(1, 6) as u32 },
        Officer { name: register.woman(), rank: woman_constable, account: None, years_here: dice.whole(0, 4) as u32 },
    ];
    if quarter.bustle > 0.9 {
        let years_here = dice.whole(0, 5) as u32;
        officers.push(Officer { name: register.man(), rank: constable, account: None, years_here });
    }
    let (en, ar) = quarter.name;
    Team {
        area: quarter.code.to_owned(),
        officers,
        phone: format!("01632 960{:03}", 110 + index * 11),
        email: format!("{}@example.org", quarter.slug),
        office: Bilingual::new(format!("{en} neighbourhood office"), format!("مكتب الحي: {ar}")),
        hours: (
            "Sunday to Thursday 8:00–15:00, Tuesday until 19:00",
            "من الأحد إلى الخميس ٨:٠٠–١٥:٠٠، والثلاثاء حتى ١٩:٠٠",
        )
            .into(),
    }
}

fn officials(register: &mut Register, accounts: &mut Vec<Account>) {
    for (code, slug, ..) in SECTORS {
        accounts.push(account(
            &format!("supervisor.{slug}"),
            register.anybody(),
            Role::Supervisor,
            code,
            Some("police"),
        ));
    }
    let others = [
        ("coordinator", Role::Coordinator, "police"),
        ("analyst", Role::Analyst, "police"),
        ("admin", Role::Administrator, "municipality"),
        ("oversight", Role::Oversight, "oversight"),
    ];
    for (sign_in, role, organisation) in others {
        accounts.push(account(sign_in, register.anybody(), role, TOWN.0, Some(organisation)));
    }
    for (slug, _, kind, _) in ORGANISATIONS {
        if !matches!(kind, "police" | "oversight") {
            accounts.push(account(slug, register.anybody(), Role::Partner, TOWN.0, Some(slug)));
        }
    }
}

type Seat = (&'static str, bool, &'static str, &'static str, (&'static str, &'static str));

const SEATS: [Seat; 10] = [
    ("member.oldtown", true, "45–59", "MRH-12", ("Residents of the old town", "سكان البلدة القديمة")),
    ("member.fishermen", false, "60+", "MRH-14", ("Fishermen's cooperative", "تعاونية الصيادين")),
    ("member.students", true, "18–29", "MRH-31", ("Students and young women", "الطالبات والشابات")),
    ("member.youth", false, "18–29", "MRH-21", ("Young people of the north bank", "شباب الضفة الشمالية")),
    ("member.access", true, "30–44", "MRH-33", ("People with disabilities", "الأشخاص ذوو الإعاقة")),
    ("member.parents", true, "30–44", "MRH-41", ("Parents' council", "مجلس أولياء الأمور")),
    ("member.traders", false, "45–59", "MRH-13", ("Shopkeepers of Clock Square", "أصحاب محال ساحة الساعة")),
    ("member.farmers", false, "60+", "MRH-32", ("Growers of the orchards", "مزارعو البساتين")),
    ("member.newcomers", true, "30–44", "MRH-43", ("Families who came in the last years", "العائلات القادمة حديثًا")),
    ("member.faith", false, "45–59", "MRH-22", ("Mosques and churches together", "المساجد والكنائس معًا")),
];

fn forum(register: &mut Register, accounts: &mut Vec<Account>) -> Forum {
    accounts.push(account("chair", register.woman(), Role::Chair, TOWN.0, None));
    accounts.push(account("secretary", register.man(), Role::Secretary, TOWN.0, Some("municipality")));
    let members = SEATS.map(|(sign_in, woman, age, lives_in, speaks_for)| {
        let name = if woman { register.woman() } else { register.man() };
        accounts.push(account(sign_in, name.clone(), Role::Member, TOWN.0, None));
        Member {
            account: sign_in.to_owned(),
            name,
            woman,
            age: age.to_owned(),
            lives_in: lives_in.to_owned(),
            speaks_for: speaks_for.into(),
        }
    });
    Forum {
        slug: "marsa-rihan".to_owned(),
        name: ("Marsa Rihan Safety Forum", "منتدى السلامة في مرسى ريحان").into(),
        area: TOWN.0.to_owned(),
        purpose: (
            "Residents, police, municipality and associations at one table: what is raised is discussed, decided and followed up.",
            "السكان والشرطة والبلدية والجمعيات على طاولة واحدة: ما يُثار يُناقش ويُقرر ويُتابع.",
        )
            .into(),
        chair: "chair".to_owned(),
        secretary: "secretary".to_owned(),
        members: members.to_vec(),
        places: vec![
            ("Municipal library, reading room", "المكتبة البلدية، قاعة المطالعة").into(),
            ("Olive Grove School, hall", "مدرسة كرم الزيتون، القاعة").into(),
            ("Fishermen's cooperative, Harbour", "تعاونية الصيادين، الميناء").into(),
            ("Dar Rihana, large room", "دار ريحانة، القاعة الكبيرة").into(),
        ],
    }
}

fn priorities(dice: &mut Dice) -> Vec<Priority> {
    let mut all = Vec::new();
    for quarter in &QUARTERS {
        let mut order: Vec<usize> = (0..PRIORITIES.len()).collect();
        dice.shuffle(&mut order);
        let count = if quarter.bustle > 0.9 { 3 } else { 2 };
        for (_, title, why, doing) in order.iter().filter_map(|index| PRIORITIES.get(*index)).take(count) {
            let area = quarter.code.to_owned();
            all.push(Priority { area, title: (*title).into(), why: (*why).into(), doing: (*doing).into() });
        }
    }
    all
}

fn organisation(row: &crate::names::organisations::Row) -> Organisation {
    let (slug, name, kind, brings) = *row;
    Organisation { slug: slug.to_owned(), name: name.into(), kind: kind.to_owned(), brings: brings.into() }
}
