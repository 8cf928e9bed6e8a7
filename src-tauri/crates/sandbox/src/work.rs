//! What the company is divided into and works on. A table.

/// Departments with their cost centre and titles.
pub(crate) const DEPARTMENTS: &[(&str, &str, &[&str])] = &[
    ("Air Freight", "2100", &["Air Freight Coordinator", "Charter Planner", "Ramp Supervisor"]),
    (
        "Sea Freight",
        "2200",
        &["Vessel Planner", "Booking Agent", "Reefer Specialist", "Port Captain"],
    ),
    ("Rail", "2300", &["Rail Planner", "Siding Coordinator"]),
    ("Road Haulage", "2400", &["Dispatcher", "Fleet Planner", "Driver Trainer", "Driver"]),
    ("Customs", "2500", &["Customs Declarant", "Tariff Analyst", "Customs Lawyer"]),
    (
        "Warehousing",
        "2600",
        &["Warehouse Lead", "Inventory Analyst", "Forklift Instructor", "Night Shift Lead"],
    ),
    ("Cold Chain", "2650", &["Cold Chain Engineer", "Temperature Auditor"]),
    ("Dangerous Goods", "2700", &["Dangerous Goods Officer", "Safety Adviser"]),
    ("Customer Care", "3100", &["Customer Care Agent", "Claims Handler", "Key Account Agent"]),
    ("Sales", "3200", &["Account Executive", "Sales Engineer", "Tender Manager"]),
    ("Pricing", "3300", &["Pricing Analyst", "Rate Desk Lead"]),
    ("Marketing", "3400", &["Copywriter", "Event Planner", "Brand Designer"]),
    ("Finance", "4100", &["Controller", "Accounts Payable Clerk", "Auditor", "Treasurer"]),
    ("Legal", "4200", &["Counsel", "Contract Specialist"]),
    ("People", "4300", &["People Partner", "Recruiter", "Payroll Specialist"]),
    ("Procurement", "4400", &["Buyer", "Category Lead"]),
    ("Facilities", "4500", &["Facility Lead", "Receptionist"]),
    (
        "Platform Engineering",
        "5100",
        &["Site Reliability Engineer", "Platform Engineer", "Principal Engineer"],
    ),
    (
        "Application Development",
        "5200",
        &["Software Engineer", "Engineering Lead", "Product Designer", "Test Engineer"],
    ),
    ("Data", "5300", &["Data Engineer", "Data Analyst", "Forecasting Scientist"]),
    (
        "Information Security",
        "5400",
        &["Security Analyst", "Identity Engineer", "Incident Responder"],
    ),
    ("Service Desk", "5500", &["Service Desk Agent", "Field Technician"]),
    ("Sustainability", "6100", &["Emissions Analyst", "Sustainability Lead"]),
    ("Strategy", "6200", &["Strategy Analyst", "Chief of Staff"]),
];

/// What project groups are called.
pub(crate) const PROJECTS: &[&str] = &[
    "Heron", "Lodestar", "Millrace", "Quartz", "Sandbar", "Tamarack", "Undertow", "Vellum",
    "Windlass", "Yarrow", "Zephyr", "Anvil", "Bramble", "Cinder", "Drumlin", "Estuary", "Fathom",
    "Gantry", "Halyard", "Isobar", "Juniper", "Keelson", "Lantern", "Mooring",
];

/// What applications access groups are for.
pub(crate) const APPLICATIONS: &[&str] = &[
    "Track and Trace",
    "Berth Planner",
    "Tariff Book",
    "Yard View",
    "Manifest",
    "Claims Desk",
    "Payroll",
    "Expenses",
    "Wiki",
    "Source Code",
    "Build Farm",
    "Chat",
    "Video Rooms",
    "Door Access",
    "Fleet Map",
    "Rate Desk",
    "Data Lake",
    "Ledger",
    "Ticketing",
    "Print",
];
