"""The Chinese of a report, in the words of the office; keys are the English text."""

CHINESE: dict[str, str] = {
    # the document
    "Daily audio-video inspection": "考试音视频日检查通报",
    "Weekly audio-video review": "考试音视频周点评通报",
    "Monthly circular on audio-video inspection": "月度音视频抽查通报",
    "Yearly audio-video assessment": "年度音视频考评通报",
    "From {start} up to {end} (UTC{zone}) · made {made}": (
        "统计期间 {start} 至 {end}（UTC{zone}，不含止时）· 制表时间 {made}"
    ),
    "Internal. Flags are suspicions until a person has confirmed them.": (
        "内部资料，注意保密。提示均为疑似，未经人工确认不作认定。"
    ),
    "Page {page} of {pages}": "第 {page} 页  共 {pages} 页",
    "not recorded yet": "尚未记录",
    "Not recorded yet.": "尚未记录。",
    "Not recorded yet: {names}.": "尚未记录：{names}。",
    "Not recorded yet: distribution by {names}.": "尚未记录：按{names}的分布。",
    "n/a": "无可比",
    "None.": "无。",
    "{n} s": "{n}秒",
    "{n} pp": "{n}百分点",
    "{share} ({low}–{high}, n={n})": "{share}（{low}–{high}，n={n}）",
    "{share} (n={n})": "{share}（n={n}）",
    "Suspected: {what}": "疑似{what}",
    "Subject 1 (hall)": "科目一（考室）",
    "Subject 2 (field)": "科目二（场地）",
    "Subject 3 (road)": "科目三（道路）",
    "Service counters": "服务窗口",
    "post {n}": "{n}号窗口",
    # what nobody may overlook
    "Nothing was recorded in this period": "本期没有任何记录",
    "There are no exam sessions, recordings or flags on record. This says nothing about what "
    "happened; it says that nothing was recorded here.": (
        "本期没有场次、录像和提示的记录。这不说明没有发生问题，只说明本系统没有记录。"
    ),
    "{what} ({code}): not judged on {n} of {of} analysed recordings; missing: {senses}": (
        "{what}（{code}）：已分析的 {of} 段录像中有 {n} 段未作判断；缺少：{senses}"
    ),
    "Silence is not innocence: these matters were not judged": (
        "没有提示不等于没有问题：下列事项未作判断"
    ),
    "Recordings not analysed yet: {n}, with {hours} h of pictures.": (
        "{n} 段录像（有画面 {hours} 小时）尚未分析。"
    ),
    "Unreadable recordings: {n}. Their length is unknown and is missing from the hours.": (
        "{n} 段录像完全无法读取，时长不明，未计入小时数。"
    ),
    "Recordings without wall time: {n}, with {flags} flags. They are in no period.": (
        "库中有 {n} 段录像没有实际时间，这些录像及其 {flags} 条提示不在任何一期的统计之内。"
    ),
    "Recordings that these figures do not speak for": "本期数字未能反映的录像",
    "Flags that no person has reviewed: {n}. They prove nothing about anybody.": (
        "有 {n} 条提示未经人工复核。提示由程序产生，均为疑似，不构成对任何人的认定。"
    ),
    "Flags are not verdicts": "提示不是结论",
    # I
    "I. Overview": "一、总体情况",
    "Recordings: {recordings}, with pictures for {covered} of {expected} h (coverage {coverage}); "
    "{analysed} h were analysed. Flags of suspected irregularities: {flags} ({rate}). "
    "Reviewed: {reviewed}, of which confirmed {confirmed}, false alarms "
    "{false_alarms}, inconclusive {inconclusive}; awaiting review: {pending}.": (
        "本期登记录像 {recordings} 段，"
        "应有录像 {expected} 小时，实有 {covered} 小时，完整率 {coverage}；"
        "分析 {analysed} 小时，产生疑似提示 {flags} 条（{rate}）。"
        "已复核 {reviewed} 条，其中确认 {confirmed} 条，误报 {false_alarms} 条，"
        "存疑 {inconclusive} 条；"
        "待复核 {pending} 条。"
    ),
    "95% interval {low}–{high}, n={n}": "95%区间 {low}–{high}，n={n}",
    "{covered} of {expected} h": "实有 {covered} / 应有 {expected} 小时",
    "{n} h analysed": "分析 {n} 小时",
    "{n} per 100 analysed hours": "每百分析小时 {n} 条",
    "less than one analysed hour: no rate": "分析不足1小时，不计提示率",
    "{n} waiting": "待复核 {n} 条",
    "{n} false alarms": "误报 {n} 条",
    "no review": "尚无复核",
    "Figure": "指标",
    "This period": "本期",
    "Period before": "上期",
    "Change": "环比",
    "A year ago": "去年同期",
    "Change on the year": "同比",
    "n/a: nothing was recorded in the period to compare with.": "无可比：对比期没有任何记录。",
    "Table 1  Figures and comparison": "表1　主要指标及环比、同比",
    "Exam sessions": "场次",
    "Recordings": "录像（段）",
    "Suspected flags": "疑似提示（条）",
    "Reviewed flags": "已复核（条）",
    "Confirmed": "确认",
    "False alarms": "误报",
    "Inconclusive": "存疑",
    "Awaiting review": "待复核",
    "Expected hours": "应有录像（小时）",
    "Hours with pictures": "实有录像（小时）",
    "Analysed hours": "分析（小时）",
    "Flags per 100 analysed hours": "每百小时提示（条）",
    "Coverage": "完整率",
    "Analysed share": "分析率",
    "Reviewed share": "复核率",
    "Precision": "查准率",
    "Precision (95% interval)": "查准率（95%区间）",
    "Expected hours are the length the recordings themselves promise; they have not been compared "
    "with an exam schedule. Rates are per 100 analysed hours, none below one hour. Precision is "
    "the confirmed share of confirmed and false alarms with Wilson's 95% interval; inconclusive "
    "flags count for neither.": (
        "说明：应有录像按录像文件自身标明的时长计，尚未与考试计划核对；提示率以每百分析小时计，"
        "分析不足1小时不计；"
        "查准率为确认数占确认与误报之和的比例，附威尔逊95%置信区间，存疑不计入。"
    ),
    "Expected hours are those that the exam sessions ask of their cameras, each camera by itself; "
    "two recordings of the same moment count once. Hours with pictures leave out what is missing "
    "and what is damaged. Rates are per 100 analysed hours of all recordings, none below one hour. "
    "Precision is the confirmed share of confirmed and false alarms with Wilson's 95% interval; "
    "inconclusive flags count for neither.": (
        "说明：应有录像按考试场次与应录摄像机逐台计算，同一时刻有多段录像的只计一次；"
        "实有录像不含缺失和损坏的部分；提示率以全部录像的每百分析小时计，分析不足1小时不计；"
        "查准率为确认数占确认与误报之和的比例，附威尔逊95%置信区间，存疑不计入。"
    ),
    "Damaged hours in sessions": "其中损坏（小时）",
    "Missing hours in sessions": "其中缺失（小时）",
    "Hours filmed outside of sessions": "场次外录像（小时）",
    "Footage is missing": "录像缺失",
    "Gaps in the footage of exam sessions that nobody has explained: {n}; {length} in all.": (
        "考试场次的录像有 {n} 处缺口尚无人说明，合计 {length}。"
    ),
    "attempts": "人次",
    "sampled attempts and sampling rate": "抽查人次与抽查率",
    "cases": "案件数",
    "candidates involved": "涉及学员数",
    # II
    "II. Main problems": "二、主要问题",
    "(1) By matter": "（一）按事项",
    "(2) Typical cases": "（二）典型情形",
    "No flags were raised in this period.": "本期没有产生提示。",
    "Light: all flags. Dark: confirmed.": "浅色为全部提示，深色为已确认。",
    "Suspected flags by matter": "疑似提示（按事项）",
    "Matter": "事项",
    "Level": "等级",
    "Flags": "提示",
    "Judged h": "判断小时",
    "Per 100 judged h": "每百判断小时",
    "Reviewed": "已复核",
    "Level 1 is the gravest. A matter that was not judged cannot be zero: see IV (2).": (
        "1级最重。未作判断的事项不能视为零，见四（二）。"
    ),
    "Table 2  Flags by matter": "表2　疑似提示（按事项）",
    "not judged": "未判断",
    "Case {n}: {what}": "情形{n}　{what}",
    "Key frame at {at}": "关键帧，录像内 {at}",
    "No key frame was made.": "未生成关键帧。",
    "The key frame's file is missing.": "关键帧文件缺失。",
    "The key frame's file is not the one on record (SHA-256 differs); it is not shown.": (
        "关键帧文件与登记的校验值（SHA-256）不符，不予展示。"
    ),
    "The key frame's file cannot be shown as a picture.": "关键帧文件无法作为图片显示。",
    "Time": "时间",
    "Duration": "持续",
    "Where": "地点",
    "Recording": "录像",
    "Clip": "片段编号",
    "no clip": "无片段",
    "{level}, sureness {n}": "{level}级，确信度 {n}",
    "Flag": "提示编号",
    "Review": "复核",
    "whole picture": "整个画面",
    "driver": "驾驶位",
    "passenger": "副驾驶位",
    "aisle": "过道",
    "back seat": "后排",
    "sound track": "声音",
    "seat {n}": "座位{n}",
    # III
    "III. Distribution": "三、分布",
    "Table 3  By site": "表3　按考场",
    "Table 4  By subject": "表4　按科目",
    "Table 5  By camera": "表5　按摄像机",
    "Table 6  By hour of the day": "表6　按时段",
    "Site": "考场",
    "Subject": "科目",
    "Camera": "摄像机",
    "Files": "录像段数",
    "Hour": "时段",
    "Recorded h": "录像小时",
    "Analysed h": "分析小时",
    "Per 100 h": "每百小时",
    "Suspected flags per 100 analysed hours, by hour of the day": "每百分析小时疑似提示（按时段）",
    "※ Small sample (fewer than {reviewed} concluded reviews or less than {hours} analysed hours): "
    "do not rank or compare by it.": (
        "※ 小样本（已有结论的复核不足 {reviewed} 条，或分析不足 {hours} 小时），"
        "不宜据此排名或比较。"
    ),
    "Table 6-1  By examiner": "表6-1　按考试员",
    "Table 6-2  By safety officer": "表6-2　按安全员",
    "Table 6-3  By driving school": "表6-3　按驾校",
    "Table 6-4  By vehicle": "表6-4　按考车",
    "Safety officer": "安全员",
    "Driving school": "驾校",
    "Vehicle": "考车",
    "Attempts": "人次",
    "Attempt h": "考试小时",
    "Candidate": "考生",
    "Examiner": "考试员",
    "Hours of attempts: planned, and analysed of them. Flags that cannot be told of one: {n} of"
    " {of}.": (
        "考试小时为各人次的计划时长，已分析小时为其中已分析的部分。"
        "无法归属的提示：{of} 条中 {n} 条。"
    ),
    "Attempts by the rosters: {attempts}, of {candidates} candidates. Confirmed flags name"
    " {involved} different candidates; those that fit more than one are not counted.": (
        "按考生名单，考试 {attempts} 人次，涉及考生 {candidates} 名。"
        "已确认提示涉及学员 {involved} 名；"
        "可能对应多名考生的提示未计入。"
    ),
    "examiner": "考试员",
    "safety officer": "安全员",
    "driving school": "驾校",
    "vehicle": "考车",
    # IV
    "IV. Audio and video quality": "四、音视频质量",
    "(1) Cameras": "（一）摄像机",
    "(2) What was judged": "（二）自动判断的范围",
    "A flag can only be raised where a rule could judge. Only the matters of this table were "
    "looked for; anything else was not.": (
        "只有规则能够判断的录像才可能产生提示。本期只查找了下表所列事项，其他事项没有查找。"
    ),
    "Expected h": "应有小时",
    "Missing": "缺失",
    "Black": "黑屏",
    "Frozen": "定格",
    "Covered lens": "遮挡",
    "Damaged files": "损坏文件",
    "Broken files": "无法读取",
    "No audio": "无音轨",
    "Moved": "移位",
    "Out of focus": "虚焦",
    "Silent": "无声",
    "Clock off": "时钟偏差",
    "unsteady": "走时不稳",
    "Coverage leaves out what is missing and what is damaged. Missing time must be investigated.": (
        "完整率不含缺失和损坏的部分。音视频缺失应当逐一调查。"
    ),
    "Flagged times that no reviewer has dismissed. The clock: the largest offset flagged, positive "
    "when it is ahead. A dash: nothing was judged; Table 9 says on how much of the footage each "
    "could be.": (
        "为未被判为误报的提示时长。时钟偏差为提示中的最大偏差，正值为偏快。"
        "“—”表示未作判断，各项在多少录像上得到判断见表9。"
    ),
    "Gaps in the footage of exam sessions: {n}; by state: {states}. Appendix 3 lists them.": (
        "考试场次的录像缺口共 {n} 处：{states}，清单见附表3。"
    ),
    "Open": "待处理",
    "Explained": "已说明",
    "Faulty camera": "设备故障",
    "Unexplained": "原因不明",
    "Closed by footage": "录像已补",
    "No longer owed": "不再应有",
    "Table 7  Footage by camera": "表7　录像完整情况（按摄像机）",
    "Table 8  Picture, sound and clock by camera": "表8　画面、声音与时钟（按摄像机）",
    "Code": "代码",
    "Analysed recordings": "已分析录像",
    "Not judged on": "其中未判断",
    "Judged share of the time": "判断时长占比",
    "Missing senses": "缺少的识别能力",
    "Table 9  Rules judged and not judged": "表9　已判断与未判断的规则",
    "picture quality": "画面质量",
    "people": "人员",
    "head direction": "头部朝向",
    "hands": "手部",
    "mouth": "口部",
    "phones": "手机",
    "line of sight": "视线",
    "papers": "纸张",
    "steering wheel": "方向盘",
    "faces": "人脸",
    "enrolment photos": "报名照片",
    "sound": "声音",
    "speech": "语音",
    "prompts of the exam system": "考试系统提示音",
    "clock in the picture": "画面时钟",
    # V, VI
    "V. Handling": "五、处理情况",
    "hand-overs and dispositions": "移交与处理结果",
    "minutes of review": "复核用时",
    "State": "状态",
    "Share": "占比",
    "Total": "合计",
    "False alarm": "误报",
    "Table 10  State of the flags": "表10　提示的复核状态",
    "Reason": "误报原因",
    "Table 11  Reasons for false alarms": "表11　误报原因",
    "Flags decided, by reviewer: {people}.": "各复核人作出决定的提示数：{people}。",
    "VI. Rectification of last month and demands of this month": "六、上月整改与本月要求",
    "VI. Rectification of the last period and demands of this one": "六、上期整改与本期要求",
    "rectification ledger": "上期整改台账",
    "Further demands (filled in by the office): ________________________________": (
        "其他要求（由科室填写）：________________________________"
    ),
    "Prepared": "制表",
    "Checked": "审核",
    "Approved": "签发",
    "Date": "日期",
    "Find out why nothing was recorded.": "查明本期没有记录的原因。",
    "Nothing follows from the figures alone.": "仅从数字看，没有需要提出的要求。",
    "Review the flags that still wait ({n}).": "复核尚未处理的 {n} 条提示。",
    "Investigate the missing footage, by camera ({n}): {names}.": (
        "调查 {n} 台摄像机的音视频缺失：{names}。"
    ),
    "Export unreadable recordings again or recover them ({n}).": (
        "重新导出或修复 {n} 段无法读取的录像。"
    ),
    "Analyse the recordings that nobody has judged ({n}).": "补充分析 {n} 段尚未判断的录像。",
    "Install models for {names}, and inspect by eye until then.": (
        "安装识别{names}的模型；安装前对相应事项实行人工抽查。"
    ),
    "Find out the wall time of recordings that lack it ({n}).": "补录 {n} 段录像的实际时间。",
    # appendices and sheets
    "Appendix 1  List of flags": "附表1　提示清单",
    "Appendix 2  Sampling list": "附表2　抽查清单",
    "Appendix 3  Recordings with faults": "附表3　音视频异常录像",
    "Missing footage of exam sessions": "考试场次缺失录像",
    "Gap": "缺口编号",
    "Gaps": "录像缺口",
    "Hall or vehicle": "考室或考车",
    "Missing track": "缺失内容",
    "picture": "画面",
    "Still missing": "尚缺",
    "Reason given": "说明",
    "maybe only the clocks of the recordings": "可能只是录像时钟误差",
    "Appendix 4  Rectification ledger": "附表4　整改台账",
    "Further rows in the workbook: {n}.": "另有 {n} 行，见电子表格。",
    "Start": "开始时间",
    "Place": "位置",
    "In the recording": "录像内时间",
    "Sureness": "确信度",
    "Reviewer": "复核人",
    "Damaged packets": "损坏数据包",
    "Analysis": "分析",
    "Remark": "备注",
    "run {n}": "第{n}次运行",
    "not analysed": "未分析",
    "Summary": "总体情况",
    "All recordings": "录像清单",
    "95% from": "95%下限",
    "95% to": "95%上限",
    "of n": "n",
    "Precision, 95% from": "查准率95%下限",
    "Precision, 95% to": "查准率95%上限",
    "Precision, of n": "查准率n",
    "By matter": "按事项",
    "Distribution": "分布",
    "By hour": "按时段",
    "Footage by camera": "录像完整情况",
    "Quality by camera": "音视频质量",
    "Not judged": "未判断",
    "Handling": "处理情况",
    "By": "维度",
    "Name": "名称",
}
